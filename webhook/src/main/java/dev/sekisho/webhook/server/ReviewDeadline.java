package dev.sekisho.webhook.server;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a review must be answered. The API server puts its patience into the URL, {@code
 * ?timeout=10s}, as a duration of Go.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
final class ReviewDeadline {

  private static final String PARAMETER = "timeout=";

  /** Longer texts are no durations that anybody writes. */
  private static final int MAX_TEXT = 64;

  private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([a-z]+)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /**
   * Past this the answer would hardly arrive in time: a tenth of the patience, but at most this.
   */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private ReviewDeadline() {}

  /**
   * Time from the request's head to its answer: the shorter of the limit and the URL's timeout,
   * less a margin for the way back. A timeout that is no positive duration doesn't count.
   *
   * @param query of the URL, may be empty
   */
  static Duration of(String query, Duration limit) {
    Duration patience =
        Arrays.stream(query.split("&", -1))
            .filter(p -> p.startsWith(PARAMETER))
            .findFirst()
            .flatMap(p -> duration(p.substring(PARAMETER.length())))
            .filter(d -> d.compareTo(limit) < 0)
            .orElse(limit);
    Duration tenth = patience.dividedBy(10);
    return patience.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
  }

  private static Optional<Duration> duration(String text) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    var nanos = BigDecimal.ZERO;
    var parts = PART.matcher(text);
    int end = 0;
    while (end < text.length()) {
      parts.region(end, text.length());
      if (!parts.lookingAt() || !NANOS.containsKey(parts.group(2))) {
        return Optional.empty();
      }
      long unit = NANOS.get(parts.group(2));
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = parts.end();
    }
    var longest = BigDecimal.valueOf(Long.MAX_VALUE);
    return Optional.of(Duration.ofNanos(nanos.min(longest).longValue()))
        .filter(d -> d.toMillis() > 0);
  }
}

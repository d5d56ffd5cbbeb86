package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Kubernetes' users write them, and days. */
final class Durations {

  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");

  private Durations() {}

  /** A text such as 90d, 24h, 1h30m, 30s; empty if it is none, or zero. */
  static Optional<Duration> parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var duration =
        Duration.ofDays(number(matcher.group(1)))
            .plusHours(number(matcher.group(2)))
            .plusMinutes(number(matcher.group(3)))
            .plusSeconds(number(matcher.group(4)));
    return Optional.of(duration).filter(Duration::isPositive);
  }

  /**
   * The value of a flag.
   *
   * @throws StartupException if it is none
   */
  static Duration flag(String flag, String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new StartupException(
                    INPUT, flag + ": " + text + " (expected: as in 90d, 24h, 1h30m or 30s)"));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}

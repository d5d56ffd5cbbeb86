package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Documents made to hurt. Time limits are far above what linear work needs, far below quadratic.
 */
class AdmissionReviewLimitsTest {

  private static final int LIMIT = 16 << 20;
  private static final Duration LINEAR = Duration.ofSeconds(20);

  private final AdmissionReviewCodec codec = new AdmissionReviewCodec(LIMIT);

  private DecodedReview decode(String text) {
    return assertTimeoutPreemptively(LINEAR, () -> codec.decode(Reviews.utf8(text)));
  }

  private void assertBeyondLimits(String text) {
    assertThat(decode(text))
        .isInstanceOfSatisfying(
            DecodedReview.Rejected.class,
            r -> assertThat(r.reason()).startsWith("JSON beyond the limits: 256 levels"));
  }

  @Test
  void refusesDeepNesting() {
    assertBeyondLimits("[".repeat(100_000));
    assertBeyondLimits("{\"a\":".repeat(100_000));
    assertBeyondLimits(Reviews.withObject("[".repeat(300) + "]".repeat(300)));
  }

  @Test
  void acceptsNestingOfRealObjects() {
    assertThat(decode(Reviews.withObject("[".repeat(200) + "]".repeat(200))))
        .isInstanceOf(DecodedReview.Accepted.class);
  }

  @Test
  void refusesHugeNumbers() {
    assertBeyondLimits(Reviews.withObject("9".repeat(1_000_000)));
    assertBeyondLimits(Reviews.withObject("1." + "9".repeat(1_000_000)));
  }

  @Test
  void survivesHugeExponents() {
    assertThat(decode(Reviews.withObject("1e999999999")))
        .isInstanceOf(DecodedReview.Accepted.class);
    assertThat(decode(Reviews.withObject("-1e-999999999")))
        .isInstanceOf(DecodedReview.Accepted.class);
  }

  @Test
  void refusesMoreTokensThanMemoryIsMeantFor() {
    assertBeyondLimits("[" + "[],".repeat(2_000_000) + "[]]");
  }

  @Test
  void refusesHugeKeys() {
    assertBeyondLimits("{\"" + "k".repeat(60_000) + "\": 1}");
  }

  @Test
  void refusesMoreBytesThanAllowed() {
    assertBeyondLimits(" ".repeat(LIMIT) + "{}");
  }

  @Test
  void acceptsOneHugeString() {
    assertThat(decode(Reviews.withObject("\"" + "x".repeat(15 << 20) + "\"")))
        .isInstanceOf(DecodedReview.Accepted.class);
  }

  @Test
  void takesLinearTimeForManyKeys() {
    String keys =
        IntStream.range(0, 500_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(","));
    assertThat(decode(Reviews.withObject("{" + keys + "}")))
        .isInstanceOf(DecodedReview.Accepted.class);
  }

  @Test
  void takesLinearTimeForKeysOfOneHash() {
    // "Aa" and "BB" have one hash code, and so have all strings of equal length made of them.
    String keys =
        IntStream.range(0, 1 << 16)
            .mapToObj(
                i ->
                    IntStream.range(0, 16)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
            .collect(Collectors.joining(","));
    assertThat(decode(Reviews.withObject("{" + keys + "}"))).isNotNull();
  }

  @Test
  void needsALimit() {
    assertThatThrownBy(() -> new AdmissionReviewCodec(0)).hasMessageContaining("expected: > 0");
  }
}

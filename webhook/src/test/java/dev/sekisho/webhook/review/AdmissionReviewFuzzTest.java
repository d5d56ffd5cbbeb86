package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.TreeMap;

/** Whatever bytes are sent, they are a request that can be answered, or refused in one line. */
class AdmissionReviewFuzzTest {

  private static final AdmissionReviewCodec CODEC = new AdmissionReviewCodec(1 << 20);

  @FuzzTest
  void reviews(byte[] input) {
    switch (CODEC.decode(input)) {
      case DecodedReview.Accepted(var request) -> {
        assertThat(request.uid()).isNotEmpty();
        assertThat(CODEC.encode(request, new AdmissionDecision.Allowed(List.of(), new TreeMap<>())))
            .isNotEmpty();
      }
      case DecodedReview.Rejected(var reason) ->
          assertThat(reason).hasLineCount(1).matches("[\\x20-\\x7e]{1,1200}");
    }
  }
}

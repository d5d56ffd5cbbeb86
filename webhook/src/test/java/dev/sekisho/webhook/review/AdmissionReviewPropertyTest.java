package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class AdmissionReviewPropertyTest {

  private final AdmissionReviewCodec codec = new AdmissionReviewCodec(1 << 20);
  private final ObjectMapper plain = new ObjectMapper();

  @Property
  void anyBytesAreAnsweredWithOneLine(@ForAll byte[] bytes) {
    assertAnswered(bytes);
  }

  @Property
  void anyAsciiIsAnsweredWithOneLine(@ForAll @CharRange(from = 0, to = 127) String text) {
    assertAnswered(Reviews.utf8(text));
  }

  @Property
  void aReviewWithAnyBytesChangedIsAnswered(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 1_000) Integer> places,
      @ForAll byte value) {
    byte[] review = Reviews.utf8(Reviews.create("v1", "u"));
    places.forEach(place -> review[place % review.length] = value);
    assertAnswered(review);
  }

  @Property
  void aReviewThatIsCutOffIsRefused(@ForAll @IntRange(max = 900) int length) {
    String review = Reviews.create("v1", "u").strip();
    String part = review.substring(0, Math.min(length, review.length() - 1));
    assertThat(codec.decode(Reviews.utf8(part))).isInstanceOf(DecodedReview.Rejected.class);
  }

  @Property
  void theUidComesBackToTheLetter(
      @ForAll @CharRange(from = '!', to = '~') @StringLength(min = 1, max = 256) String uid)
      throws IOException {
    String quoted = plain.writeValueAsString(uid);
    String review = Reviews.create("v1", "u").replace("\"uid\": \"u\"", "\"uid\": " + quoted);
    var request = ((DecodedReview.Accepted) codec.decode(Reviews.utf8(review))).request();
    var answer = codec.encode(request, new AdmissionDecision.Allowed(List.of(), new TreeMap<>()));
    assertThat(plain.readTree(answer).at("/response/uid").textValue()).isEqualTo(uid);
  }

  @Property
  void anyTextCanBeAnswered(@ForAll String message, @ForAll String field) throws IOException {
    var request =
        ((DecodedReview.Accepted) codec.decode(Reviews.utf8(Reviews.create("v1", "u")))).request();
    var denied =
        new AdmissionDecision.Denied(
            DenialReason.FORBIDDEN,
            message,
            List.of(new Cause("p", "r", message, field)),
            Warnings.limited(List.of(message)),
            new TreeMap<>());
    var answer = plain.readTree(codec.encode(request, denied));
    assertThat(answer.at("/response/status/message").textValue()).isEqualTo(message);
    assertThat(answer.at("/response/status/details/causes/0/field").textValue()).isEqualTo(field);
  }

  private void assertAnswered(byte[] bytes) {
    switch (codec.decode(bytes)) {
      case DecodedReview.Accepted accepted -> assertThat(accepted.request().uid()).isNotEmpty();
      case DecodedReview.Rejected rejected ->
          assertThat(rejected.reason()).hasLineCount(1).matches("[\\x20-\\x7e]{1,400}");
    }
  }
}

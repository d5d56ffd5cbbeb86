package dev.sekisho.webhook.review;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;

/**
 * Reviews between bytes and records. Any bytes at all can be decoded: they come out as a request or
 * as a reason why not, in time and memory linear in their number. Thread-safe.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">
 *     Request and response</a>
 */
public final class AdmissionReviewCodec {

  private final JsonMapper json;
  private final StatusReason statusReason;

  /**
   * One whose denials have the API's own reason.
   *
   * @param maxBytes of a review; must be positive
   */
  public AdmissionReviewCodec(int maxBytes) {
    this(maxBytes, StatusReason.FORBIDDEN);
  }

  /**
   * @param maxBytes of a review; must be positive
   * @param statusReason of denials
   */
  public AdmissionReviewCodec(int maxBytes, StatusReason statusReason) {
    if (maxBytes <= 0) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: > 0)");
    }
    this.json = ReviewJson.mapper(maxBytes);
    this.statusReason = statusReason;
  }

  /** The request in a review of version {@code v1} or {@code v1beta1}. */
  public DecodedReview decode(byte[] body) {
    try (JsonParser parser = json.createParser(body)) {
      JsonNode review =
          Optional.<JsonNode>ofNullable(json.readTree(parser)).orElse(MissingNode.getInstance());
      if (review.isMissingNode()) {
        return new DecodedReview.Rejected("not JSON: the body is empty");
      }
      if (parser.nextToken() != null) {
        return new DecodedReview.Rejected("not JSON: more after the end of the document");
      }
      return RequestReader.read(review);
    } catch (StreamConstraintsException e) {
      return new DecodedReview.Rejected(
          "JSON beyond the limits: %d levels, %d digits, keys of %d bytes, %d tokens"
              .formatted(
                  ReviewJson.MAX_DEPTH,
                  ReviewJson.MAX_NUMBER_LENGTH,
                  ReviewJson.MAX_NAME_LENGTH,
                  ReviewJson.MAX_TOKENS));
    } catch (JsonProcessingException e) {
      return new DecodedReview.Rejected(problem(e) + position(e));
    } catch (IOException e) {
      return new DecodedReview.Rejected("not JSON: not Unicode text");
    }
  }

  /** The answer to this request, in the version of its review. */
  public byte[] encode(AdmissionRequest request, AdmissionDecision decision) {
    try {
      return json.writeValueAsBytes(AnswerWriter.write(json, request, decision, statusReason));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts can always be written", e);
    }
  }

  /** Jackson's own message quotes the document, so it can't be passed on. */
  private static String problem(JsonProcessingException e) {
    return Optional.ofNullable(e.getOriginalMessage()).orElse("").startsWith("Duplicate ")
        ? "not JSON: a key stands twice"
        : "not JSON";
  }

  private static String position(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}

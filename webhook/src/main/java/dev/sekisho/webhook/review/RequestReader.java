package dev.sekisho.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.ObjectRequest.Original;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a request of a review's JSON. */
final class RequestReader {

  private static final String KIND = "AdmissionReview";
  private static final String REQUEST = "request.";

  private static final int MAX_UID = 256;

  private static final Map<String, Operation> OPERATIONS =
      Arrays.stream(Operation.values())
          .collect(Collectors.toUnmodifiableMap(Operation::name, operation -> operation));

  private RequestReader() {}

  static DecodedReview read(JsonNode review) {
    if (!KIND.equals(review.path("kind").textValue())) {
      return new DecodedReview.Rejected("not an " + KIND + ": kind differs");
    }
    JsonNode apiVersion = review.path("apiVersion");
    Optional<ReviewVersion> version = ReviewVersion.of(apiVersion.asText());
    if (version.isEmpty()) {
      return new DecodedReview.Rejected(
          "version of %s is not supported: this webhook knows %s"
              .formatted(KIND, ReviewVersion.known()));
    }
    JsonNode request = review.path("request");
    return request.isObject()
        ? readRequest(version.get(), request)
        : new DecodedReview.Rejected("not an " + KIND + " to answer: request is missing");
  }

  private static DecodedReview readRequest(ReviewVersion version, JsonNode node) {
    var fields = new RequestFields();
    String uid = uid(fields, node);
    var kind = kind(fields, node, "kind");
    var resource = resource(fields, node, "resource");
    String subResource = fields.text(node, REQUEST, "subResource");
    var original = original(fields, node, new Original(kind, resource, subResource));
    var request =
        new AdmissionRequest(
            version,
            uid,
            new ObjectRequest(
                kind,
                resource,
                subResource,
                operation(fields, node),
                fields.text(node, REQUEST, "name"),
                fields.text(node, REQUEST, "namespace"),
                requester(fields, node),
                fields.flag(node, REQUEST, "dryRun"),
                node.path("object"),
                node.path("oldObject"),
                original,
                node.path("options")));
    return fields.problems().isEmpty()
        ? new DecodedReview.Accepted(request)
        : new DecodedReview.Rejected(
            "not an " + KIND + " to answer: " + String.join(", ", fields.problems()));
  }

  private static String uid(RequestFields fields, JsonNode node) {
    String uid = fields.required(node, REQUEST, "uid");
    if (!isUid(uid)) {
      fields.add("request.uid is not 1 to 256 printable ASCII characters");
    }
    return uid;
  }

  /** It comes back in the answer and goes to logs, so it may not be just anything. */
  private static boolean isUid(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return text.length() <= MAX_UID;
  }

  /** API servers before 1.15 don't say what the client asked for. */
  private static Original original(RequestFields fields, JsonNode node, Original unsaid) {
    return new Original(
        node.hasNonNull("requestKind") ? kind(fields, node, "requestKind") : unsaid.kind(),
        node.hasNonNull("requestResource")
            ? resource(fields, node, "requestResource")
            : unsaid.resource(),
        node.hasNonNull("requestSubResource")
            ? fields.text(node, REQUEST, "requestSubResource")
            : unsaid.subResource());
  }

  private static GroupVersionKind kind(RequestFields fields, JsonNode node, String key) {
    JsonNode kind = fields.object(node, REQUEST, key);
    String path = REQUEST + key + ".";
    return new GroupVersionKind(
        fields.text(kind, path, "group"),
        fields.required(kind, path, "version"),
        fields.required(kind, path, "kind"));
  }

  private static GroupVersionResource resource(RequestFields fields, JsonNode node, String key) {
    JsonNode resource = fields.object(node, REQUEST, key);
    String path = REQUEST + key + ".";
    return new GroupVersionResource(
        fields.text(resource, path, "group"),
        fields.text(resource, path, "version"),
        fields.text(resource, path, "resource"));
  }

  private static Operation operation(RequestFields fields, JsonNode node) {
    String name = fields.required(node, REQUEST, "operation");
    var operation = OPERATIONS.get(name);
    if (operation == null && !name.isEmpty()) {
      fields.add(
          "request.operation is none of "
              + Arrays.stream(Operation.values())
                  .map(Operation::name)
                  .collect(Collectors.joining(", ")));
    }
    return operation == null ? Operation.CONNECT : operation;
  }

  private static Requester requester(RequestFields fields, JsonNode node) {
    JsonNode user = fields.object(node, REQUEST, "userInfo");
    String path = REQUEST + "userInfo.";
    return new Requester(
        fields.text(user, path, "username"),
        Set.copyOf(fields.texts(user, path, "groups")),
        fields.text(user, path, "uid"),
        fields.textsByName(user, path, "extra"));
  }
}

package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest.Original;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.webhook.mutate.Json;
import dev.sekisho.webhook.mutate.JsonPatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewCodecTest {

  private final AdmissionReviewCodec codec = new AdmissionReviewCodec(1 << 20);

  private DecodedReview decode(String text) {
    return codec.decode(Reviews.utf8(text));
  }

  private AdmissionRequest accepted(String text) {
    return ((DecodedReview.Accepted) decode(text)).request();
  }

  private String rejected(String text) {
    String reason = ((DecodedReview.Rejected) decode(text)).reason();
    assertThat(reason).hasLineCount(1).hasSizeLessThan(300).doesNotContain(Reviews.CONFIDENTIAL);
    return reason;
  }

  private JsonNode encoded(AdmissionRequest request, AdmissionDecision decision)
      throws IOException {
    return new ObjectMapper().readTree(codec.encode(request, decision));
  }

  @Test
  void readsEveryFieldOfARequest() {
    var request = accepted(Reviews.create("v1", "705ab4f5"));
    assertThat(request.version()).isEqualTo(ReviewVersion.V1);
    assertThat(request.uid()).isEqualTo("705ab4f5");
    assertThat(request.subject().kind())
        .isEqualTo(new GroupVersionKind("networking.k8s.io", "v1", "Ingress"));
    assertThat(request.subject().resource())
        .isEqualTo(new GroupVersionResource("networking.k8s.io", "v1", "ingresses"));
    assertThat(request.subject().subResource()).isEmpty();
    assertThat(request.subject().operation()).isEqualTo(Operation.CREATE);
    assertThat(request.subject().name()).isEqualTo("front");
    assertThat(request.subject().namespace()).isEqualTo("qa");
    assertThat(request.subject().requester())
        .isEqualTo(
            new Requester(
                "jane",
                Set.of("dev", "system:authenticated"),
                "u-1",
                Map.of("example.org/scopes", List.of("b", "a"))));
    assertThat(request.subject().original())
        .isEqualTo(
            new Original(
                new GroupVersionKind("extensions", "v1beta1", "Ingress"),
                request.subject().resource(),
                ""));
    assertThat(request.subject().options().path("kind").asText()).isEqualTo("CreateOptions");
    assertThat(request.subject().dryRun()).isFalse();
    assertThat(request.subject().object().orElseThrow().at("/spec/rules/0/host").asText())
        .isEqualTo("signin.acmecorp.com");
    assertThat(request.subject().oldObject()).isEmpty();
  }

  @Test
  void readsDryRunAndSubresource() {
    var request =
        accepted(
            Reviews.create("v1", "u")
                .replace("\"dryRun\": false", "\"dryRun\": true, \"subResource\": \"status\""));
    assertThat(request.subject().dryRun()).isTrue();
    assertThat(request.subject().subResource()).isEqualTo("status");
  }

  @Test
  void readsADeletionWithoutObject() {
    var request =
        accepted(Reviews.withObject("null, \"oldObject\": {\"a\": 1}").replace("CREATE", "DELETE"));
    assertThat(request.subject().operation()).isEqualTo(Operation.DELETE);
    assertThat(request.subject().object()).isEmpty();
    assertThat(request.subject().oldObject().orElseThrow().path("a").intValue()).isEqualTo(1);
  }

  @Test
  void leavesWhatTheObjectIsToTheReviewer() {
    assertThat(
            accepted(Reviews.withObject("\"text\"")).subject().object().orElseThrow().isTextual())
        .isTrue();
    assertThat(accepted(Reviews.withObject("{\"env\": null}")).subject().object()).isPresent();
  }

  @Test
  void printsNothingOfTheObject() {
    assertThat(accepted(Reviews.create("v1", "u-7")).toString())
        .contains("u-7", "CREATE", "Ingress", "qa/front", "jane")
        .doesNotContain(Reviews.CONFIDENTIAL, "acmecorp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1"})
  void allowsInTheVersionOfTheQuestion(String version) throws IOException {
    var request = accepted(Reviews.create(version, "abc"));
    var allowed = new AdmissionDecision.Allowed(List.of(), new TreeMap<>());
    assertThat(encoded(request, allowed))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"apiVersion": "admission.k8s.io/%s", "kind": "AdmissionReview",
                     "response": {"uid": "abc", "allowed": true}}
                    """
                        .formatted(version)));
  }

  @Test
  void deniesWithEverythingThatIsKnown() throws IOException {
    var annotations = new TreeMap<String, String>();
    annotations.put("revision", "0123456789ab");
    var denied =
        new AdmissionDecision.Denied(
            DenialReason.FORBIDDEN,
            "invalid ingress host \"a.b\"",
            List.of(
                new Cause("s/p/edge", "hosts.unlisted", "invalid", "spec.rules[0].host"),
                new Cause("", "hosts", "unreadable", "spec")),
            List.of("careful"),
            annotations);
    assertThat(encoded(accepted(Reviews.create("v1beta1", "abc")), denied))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"apiVersion": "admission.k8s.io/v1beta1", "kind": "AdmissionReview",
                     "response": {"uid": "abc", "allowed": false,
                      "status": {"status": "Failure", "code": 403, "reason": "Forbidden",
                       "message": "invalid ingress host \\"a.b\\"",
                       "details": {"causes": [
                         {"reason": "hosts.unlisted", "message": "invalid [s/p/edge]",
                          "field": "spec.rules[0].host"},
                         {"reason": "hosts", "message": "unreadable", "field": "spec"}]}},
                      "warnings": ["careful"],
                      "auditAnnotations": {"revision": "0123456789ab"}}}
                    """));
  }

  @Test
  void saysTheMessageTwiceWhereAskedTo() throws IOException {
    var likeOpa = new AdmissionReviewCodec(1 << 20, StatusReason.MESSAGE);
    var request = accepted(Reviews.create("v1", "abc"));
    var forbidden =
        new AdmissionDecision.Denied(
            DenialReason.FORBIDDEN, "not here", List.of(), List.of(), new TreeMap<>());

    var status = status(likeOpa.encode(request, forbidden));
    assertThat(status.path("reason").asText()).isEqualTo("not here");
    assertThat(status.path("message").asText()).isEqualTo("not here");
    assertThat(status.path("code").asInt()).isEqualTo(403);
    var undecided = Decisions.undecidedRefused("late", "deadline");
    assertThat(status(likeOpa.encode(request, undecided)).path("reason").asText())
        .isEqualTo("InternalError");
  }

  private static JsonNode status(byte[] answer) throws IOException {
    return new ObjectMapper().readTree(answer).at("/response/status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1"})
  void patchesInBase64WithItsType(String version) throws IOException {
    var patch = JsonPatch.diff(Json.tree("{}"), Json.tree("{\"a/b\": \"\\ud800\u00fc\"}"));
    var patched = new AdmissionDecision.Patched(patch, List.of(), new TreeMap<>());
    var response = encoded(accepted(Reviews.create(version, "abc")), patched).path("response");
    assertThat(response.path("allowed").booleanValue()).isTrue();
    assertThat(response.path("patchType").textValue()).isEqualTo("JSONPatch");
    var text =
        new String(
            Base64.getDecoder().decode(response.path("patch").textValue()),
            StandardCharsets.US_ASCII);
    assertThat(text)
        .isEqualTo("[{\"op\":\"add\",\"path\":\"/a~1b\",\"value\":\"\\uD800\\u00FC\"}]");
  }

  @Test
  void hasNeitherPatchNorTypeWithoutChange() throws IOException {
    var request = accepted(Reviews.create("v1", "abc"));
    var allowed = new AdmissionDecision.Allowed(List.of("w"), new TreeMap<>());
    assertThat(encoded(request, allowed).path("response").has("patch")).isFalse();
    assertThat(encoded(request, allowed).path("response").has("patchType")).isFalse();
  }

  @Test
  void writesTextThatIsNoUnicode() throws IOException {
    var decision = new AdmissionDecision.Allowed(List.of("a\ud800b \u2026"), new TreeMap<>());
    byte[] bytes = codec.encode(accepted(Reviews.create("v1", "u")), decision);
    assertThat(new String(bytes, StandardCharsets.US_ASCII)).contains("a\\uD800b \\u2026");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "{", "{\"a\": hunter2}", "{\"a\": \"hunter2", "[1,]", "NaN"})
  void refusesWhatIsNotJson(String body) {
    assertThat(rejected(body)).startsWith("not JSON at line 1, column ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n "})
  void refusesNothing(String body) {
    assertThat(rejected(body)).isEqualTo("not JSON: the body is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1}{}", "1 2", "[] ]"})
  void refusesMoreThanOneDocument(String body) {
    assertThat(rejected(body)).startsWith("not JSON");
  }

  @Test
  void refusesBytesThatAreNoText() {
    assertThat(codec.decode(new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'}))
        .isInstanceOf(DecodedReview.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "1", "{\"kind\": \"Pod\"}", "{\"kind\": {}}"})
  void refusesWhatIsNoReview(String body) {
    assertThat(rejected(body)).isEqualTo("not an AdmissionReview: kind differs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"admission.k8s.io/v2\"",
        "\"v1\"",
        "\"hunter2\"",
        "null",
        "1",
        "[\"admission.k8s.io/v1\"]"
      })
  void refusesOtherVersionsAndNamesItsOwn(String version) {
    assertThat(rejected("{\"kind\": \"AdmissionReview\", \"apiVersion\": " + version + "}"))
        .isEqualTo(
            "version of AdmissionReview is not supported:"
                + " this webhook knows admission.k8s.io/v1 and admission.k8s.io/v1beta1");
  }

  @Test
  void refusesAReviewWithoutRequest() {
    assertThat(rejected("{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"}"))
        .isEqualTo("not an AdmissionReview to answer: request is missing");
  }

  @Test
  void repeatsNoNameThatTheClientChose() {
    var extra =
        "{\"line\\nbreak\": 1, \"%s\": [2], \"fine\": [\"a\"]}".formatted("x".repeat(9_000));

    assertThat(
            rejected(
                Reviews.create("v1", "abc")
                    .replace("{\"example.org/scopes\": [\"b\", \"a\"]}", extra)))
        .isEqualTo(
            "not an AdmissionReview to answer: request.userInfo.extra holds no lists of strings");
  }

  @Test
  void namesEveryFieldThatIsMissing() {
    assertThat(
            rejected(
                "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\","
                    + " \"request\": {}}"))
        .isEqualTo(
            "not an AdmissionReview to answer: request.uid is missing, request.kind.version is"
                + " missing, request.kind.kind is missing, request.operation is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"uid\": \"x\"    | \"uid\": 7                | request.uid is not a string",
        "\"uid\": \"x\"    | \"uid\": null             | request.uid is missing",
        "\"uid\": \"x\"    | \"uid\": \"a b\"          | request.uid is not 1 to 256 printable",
        "\"uid\": \"x\"    | \"uid\": \"\\ud800\"      | request.uid is not 1 to 256 printable",
        "\"CREATE\"        | \"hunter2\"               | request.operation is none of CREATE,",
        "\"CREATE\"        | {}                        | request.operation is not a string",
        "\"qa\", \"op      | [], \"op                  | request.namespace is not a string",
        "\"dryRun\": false | \"dryRun\": \"hunter2\"   | request.dryRun is not true or false",
        "\"jane\"          | {\"hunter2\": 1}          | request.userInfo.username is not a string",
        "[\"dev\",         | [[\"hunter2\"],           | request.userInfo.groups is not a list",
        "\"groups\": [\"dev\", \"system:authenticated\"] | \"groups\": 1 | request.userInfo.groups is",
      })
  void refusesFieldsOfTheWrongType(String from, String to, String expected) {
    String review = Reviews.create("v1", "x");
    assertThat(review).contains(from);
    assertThat(rejected(review.replace(from, to))).contains(expected);
  }

  @Test
  void refusesKeysThatStandTwice() {
    assertThat(rejected(Reviews.withObject("{\"hunter2\": 1,\n \"hunter2\": 2}")))
        .startsWith("not JSON: a key stands twice at line 3, column ");
    assertThat(rejected("{\"kind\": 1, \"kind\": 2}")).contains("a key stands twice");
    assertThat(rejected("{\"a\": [{\"b\": {\"c\": null, \"c\": {}}}]}"))
        .contains("a key stands twice");
    assertThat(rejected("{\"a\": {\"b\": {}, \"b\": []}}")).contains("a key stands twice");
  }
}

package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.Decisions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is kept of one decision: of the object no more than kind, namespace, name and the fields in
 * violation. Texts come from whoever called, so they are cut to a length.
 *
 * @param path of the webhook that was asked
 * @param uid of the request
 * @param resource with its subresource, {@code pods/ephemeralcontainers}
 * @param name empty where the API server is still to make one
 * @param rules {@code policy:rule} of all violations
 * @param fields paths of what was refused
 * @param revision of the policies that decided; empty if none did
 */
record DecisionRecord(
    Instant time,
    String path,
    String uid,
    String user,
    String operation,
    String kind,
    String resource,
    String namespace,
    String name,
    boolean dryRun,
    Verdict verdict,
    List<String> rules,
    List<String> fields,
    String revision,
    Duration took) {

  /** Longer than any name in Kubernetes. */
  private static final int MAX_TEXT = 300;

  /** Of each list; what follows is left out. */
  private static final int MAX_LIST = 50;

  DecisionRecord {
    rules = rules.stream().limit(MAX_LIST).map(DecisionRecord::cut).toList();
    fields = fields.stream().limit(MAX_LIST).map(DecisionRecord::cut).toList();
  }

  /**
   * @param annotations those of the decision, which say what decided
   */
  static DecisionRecord of(
      Instant time,
      String path,
      AdmissionRequest request,
      Verdict verdict,
      List<String> fields,
      Map<String, String> annotations,
      Duration took) {
    ObjectRequest subject = request.subject();
    String rules = annotations.getOrDefault(Decisions.RULES, "");
    return new DecisionRecord(
        time,
        path,
        cut(request.uid()),
        cut(subject.requester().user()),
        subject.operation().name(),
        cut(subject.kind().kind()),
        cut(
            subject.subResource().isEmpty()
                ? subject.resource().resource()
                : subject.resource().resource() + "/" + subject.subResource()),
        cut(subject.namespace()),
        cut(subject.name()),
        subject.dryRun(),
        verdict,
        rules.isEmpty() ? List.of() : List.of(rules.split(",", -1)),
        fields,
        annotations.getOrDefault(Decisions.REVISION, ""),
        took);
  }

  ObjectNode toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("time", time.toString());
    json.put("webhook", path);
    json.put("uid", uid);
    json.put("user", user);
    json.put("operation", operation);
    json.put("kind", kind);
    json.put("resource", resource);
    json.put("namespace", namespace);
    json.put("name", name);
    json.put("dryRun", dryRun);
    json.put("verdict", verdict.word());
    var rulesJson = json.putArray("rules");
    rules.forEach(rulesJson::add);
    var fieldsJson = json.putArray("fields");
    fields.forEach(fieldsJson::add);
    json.put("revision", revision);
    json.put("seconds", took.toNanos() / 1e9);
    return json;
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}

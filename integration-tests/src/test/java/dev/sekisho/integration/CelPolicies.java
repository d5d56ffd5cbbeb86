package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.integration.CelVerdict.Outcome;
import dev.sekisho.policies.cel.CelReviewer;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import java.util.Map;
import java.util.Set;

/** Judges cases as policies of ours, read from a document as a user would write it. */
final class CelPolicies {

  private final NamespaceFacts namespace;

  CelPolicies(NamespaceFacts namespace) {
    this.namespace = namespace;
  }

  CelVerdict judge(CelCase one) {
    var parsed =
        PolicyParser.parse(
            new PolicySourceText("sekisho", "policies", "p.yaml", document(one), "sekisho"));
    if (!parsed.problems().isEmpty()) {
      return CelVerdict.refused(parsed.problems().toString());
    }
    var request = request(one.name(), one.object(namespace.name()));
    var violations = CelReviewer.review(request, namespace, PolicySet.of(parsed.policies()));
    if (violations.isEmpty()) {
      return new CelVerdict(Outcome.ALLOWED, "");
    }
    String message = violations.getFirst().message();
    return new CelVerdict(
        message.startsWith("rule \"case\" can't be evaluated") ? Outcome.FAILED : Outcome.DENIED,
        message);
  }

  /** JSON is YAML. */
  private static String document(CelCase one) {
    var rule = one.rule().deepCopy().put("name", "case");
    rule.putObject("match").putArray("apiGroups").add("test.sekisho.dev");
    rule.withObject("/match").putArray("resources").add("things");
    var document = JsonNodeFactory.instance.objectNode();
    document.put("apiVersion", "sekisho.dev/v1alpha1").put("kind", "Policy");
    document.putObject("metadata").put("name", "cases");
    document.putObject("spec").putArray("rules").add(rule);
    return document.toString();
  }

  /** As the API server would ask for the dry run of a creation by the tests' administrator. */
  private ObjectRequest request(String name, JsonNode object) {
    var kind = new GroupVersionKind("test.sekisho.dev", "v1", "Thing");
    var resource = new GroupVersionResource("test.sekisho.dev", "v1", "things");
    var options = JsonNodeFactory.instance.objectNode();
    options.put("apiVersion", "meta.k8s.io/v1").put("kind", "CreateOptions");
    options.putArray("dryRun").add("All");
    return new ObjectRequest(
        kind,
        resource,
        "",
        Operation.CREATE,
        name,
        namespace.name(),
        new Requester("admin", Set.of("system:masters", "system:authenticated"), "admin", Map.of()),
        true,
        object,
        MissingNode.getInstance(),
        new ObjectRequest.Original(kind, resource, ""),
        options);
  }
}

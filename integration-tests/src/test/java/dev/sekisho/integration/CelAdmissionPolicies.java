package dev.sekisho.integration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.integration.CelVerdict.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges cases as ValidatingAdmissionPolicies of a real API server, by dry runs. */
final class CelAdmissionPolicies {

  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  private static final Pattern DENIAL =
      Pattern.compile(".*with binding '[^']*' denied request: (.*)", Pattern.DOTALL);
  private static final Pattern FAILURE =
      Pattern.compile(
          "expression '.*' resulted in error: .*|.*cost budget.*|.*operation cancelled.*",
          Pattern.DOTALL);

  private final KubeApi api;
  private final String namespace;

  CelAdmissionPolicies(KubeApi api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /** The verdict on each case, by its name. */
  Map<String, CelVerdict> judge(List<CelCase> cases) {
    var verdicts = new HashMap<String, CelVerdict>();
    for (CelCase one : cases) {
      put(one).ifPresent(refused -> verdicts.put(one.name(), refused));
    }
    var last = new CelCase("last", rule("object.kind == ''"));
    put(last)
        .ifPresent(
            refused -> {
              throw new AssertionError(refused.message());
            });
    Await.that(
        "the API server has taken in the policies",
        Duration.ofSeconds(60),
        () -> ask(last).outcome() == Outcome.DENIED);
    for (CelCase one : cases) {
      verdicts.computeIfAbsent(one.name(), _ -> ask(one));
    }
    return verdicts;
  }

  /** A policy for the one object, and its binding; if the API server refuses it, why. */
  private Optional<CelVerdict> put(CelCase one) {
    var policy = object("ValidatingAdmissionPolicy", one.name());
    var spec = policy.putObject("spec").put("failurePolicy", "Fail");
    var resources = spec.putObject("matchConstraints").putArray("resourceRules").addObject();
    resources.putArray("apiGroups").add("test.sekisho.dev");
    resources.putArray("apiVersions").add("v1");
    resources.putArray("operations").add("CREATE").add("UPDATE");
    resources.putArray("resources").add("things");
    resources.putArray("resourceNames").add(one.name());
    var validation = one.rule().deepCopy();
    Optional.ofNullable(validation.remove("variables")).ifPresent(v -> spec.set("variables", v));
    Optional.ofNullable(validation.remove("matchConditions"))
        .ifPresent(c -> spec.set("matchConditions", c));
    spec.putArray("validations").add(validation);
    var answer = api.post(GROUP + "validatingadmissionpolicies", policy);
    if (answer.status() == 422) {
      return Optional.of(CelVerdict.refused(answer.json().path("message").asText()));
    }
    answer.orFail();
    var binding = object("ValidatingAdmissionPolicyBinding", one.name());
    binding
        .putObject("spec")
        .put("policyName", one.name())
        .putArray("validationActions")
        .add("Deny");
    api.post(GROUP + "validatingadmissionpolicybindings", binding).orFail();
    return Optional.empty();
  }

  private CelVerdict ask(CelCase one) {
    var path = "/apis/test.sekisho.dev/v1/namespaces/" + namespace + "/things?dryRun=All";
    var answer = api.post(path, one.object(namespace));
    if (answer.status() == 201) {
      return new CelVerdict(Outcome.ALLOWED, "");
    }
    var denial = DENIAL.matcher(answer.json().path("message").asText());
    if (!denial.matches()) {
      throw new AssertionError(one + ": " + answer);
    }
    String message = denial.group(1);
    return new CelVerdict(
        FAILURE.matcher(message).matches() ? Outcome.FAILED : Outcome.DENIED, message);
  }

  private static ObjectNode object(String kind, String name) {
    var object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", "admissionregistration.k8s.io/v1").put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static ObjectNode rule(String expression) {
    return JsonNodeFactory.instance.objectNode().put("expression", expression);
  }
}

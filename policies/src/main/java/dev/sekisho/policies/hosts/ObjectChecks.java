package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.Ingress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The checks of one policy's {@code hosts} section that are about an object as a whole. */
final class ObjectChecks {

  private static final String INGRESS_CLASSES = "hosts.ingressClasses";
  private static final String TLS_REQUIRED = "hosts.tls.required";
  private static final String ANNOTATIONS_DENY = "hosts.annotations.deny";
  private static final String ANNOTATIONS_REQUIRE = "hosts.annotations.require";
  private static final String ANNOTATIONS = "metadata.annotations";

  private final HostRequest request;
  private final Policy policy;
  private final List<Violation> found = new ArrayList<>();

  private ObjectChecks(HostRequest request, Policy policy) {
    this.request = request;
    this.policy = policy;
  }

  static List<Violation> violations(HostRequest request, Policy policy, HostRules rules) {
    var checks = new ObjectChecks(request, policy);
    checks.ingressClass(rules);
    checks.tls(rules);
    checks.annotations(rules);
    return checks.found;
  }

  private void ingressClass(HostRules rules) {
    rules
        .ingressClasses()
        .filter(classes -> request.key().kind().equals(Ingress.KIND))
        .filter(classes -> request.ingressClass().filter(classes::contains).isEmpty())
        .ifPresent(
            classes ->
                add(
                    INGRESS_CLASSES,
                    "spec.ingressClassName",
                    "invalid ingress class \""
                        + request.ingressClass().orElse("")
                        + "\" (allowed: "
                        + String.join(", ", classes)
                        + ")"));
  }

  private void tls(HostRules rules) {
    if (rules.tls().required() && !request.tls().present()) {
      add(
          TLS_REQUIRED,
          request.tls().fieldPath(),
          "invalid " + request.kindWord() + ": tls is required");
    }
  }

  private void annotations(HostRules rules) {
    var present = request.meta().annotations();
    if (!rules.annotations().deny().isEmpty()) {
      denied(rules, present.keySet());
    }
    rules
        .annotations()
        .require()
        .forEach(
            (name, value) -> {
              if (!value.equals(present.get(name))) {
                add(
                    ANNOTATIONS_REQUIRE,
                    path(name),
                    invalidAnnotation(name) + " (required: \"" + value + "\")");
              }
            });
  }

  private void denied(HostRules rules, Set<String> names) {
    for (String name : new TreeSet<>(names)) {
      for (Glob denied : rules.annotations().deny()) {
        if (denied.matches(name)) {
          add(ANNOTATIONS_DENY, path(name), invalidAnnotation(name) + " (denied: " + denied + ")");
          break;
        }
      }
    }
  }

  private static String path(String annotation) {
    return ANNOTATIONS + "[" + annotation + "]";
  }

  private String invalidAnnotation(String name) {
    return "invalid " + request.kindWord() + " annotation \"" + name + "\"";
  }

  private void add(String rule, String fieldPath, String message) {
    found.add(
        new Violation(policy.id().toString(), rule, fieldPath, message, policy.enforcement()));
  }
}

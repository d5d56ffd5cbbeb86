package dev.sekisho.webhook.inject;

import dev.sekisho.policies.mesh.MeshRules;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.MeshSection.Escape;
import dev.sekisho.policies.model.MeshSection.Injection;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the {@code mesh} sections of policies say of one Pod's sidecar. Those that only warn or
 * report neither add one nor allow anything.
 */
final class SidecarPolicies {

  private final PolicySet policies;
  private final NamespaceFacts namespace;
  private final Map<String, String> labels;
  private final List<Injection> said;

  SidecarPolicies(PolicySet policies, NamespaceFacts namespace, Map<String, String> labels) {
    this.policies = policies;
    this.namespace = namespace;
    this.labels = labels;
    this.said =
        policies
            .matching(namespace)
            .filter(Policy::isPlatform)
            .filter(policy -> policy.enforcement() == Enforcement.DENY)
            .flatMap(policy -> policy.mesh().stream())
            .filter(section -> section.selects(labels))
            .flatMap(section -> section.injection().stream())
            .toList();
  }

  /** Whether they want a sidecar; of several words the strictest, which is that they do. */
  Optional<Boolean> wanted() {
    return said.stream().flatMap(injection -> injection.enabled().stream()).max(Boolean::compare);
  }

  /** What they let the Pod ask for. */
  Set<Escape> allowed() {
    var allowed = EnumSet.noneOf(Escape.class);
    said.forEach(injection -> allowed.addAll(injection.allow()));
    return allowed;
  }

  /** Whether the Pod may take the mesh's mTLS alone, at some port. */
  boolean isStrict() {
    var rules = MeshRules.of(policies);
    return rules.ask(MtlsMode.STRICT) && rules.rulesFor(namespace, labels).isStrictAnywhere();
  }
}

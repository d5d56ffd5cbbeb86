package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the policies in force say of the mesh. Only those that deny have a say: a connection can't
 * be let pass with a warning, and what a laxer policy allows is nothing to one that denies. Nor
 * have those for some subjects, since no request to the API server is asked about. Exemptions,
 * which are about such requests, change nothing here. Immutable and thread-safe.
 */
public final class MeshRules {

  /** Without any policy. */
  public static final MeshRules NONE = of(PolicySet.EMPTY);

  private final List<Policy> policies;

  private MeshRules(List<Policy> policies) {
    this.policies = policies;
  }

  public static MeshRules of(PolicySet policies) {
    return new MeshRules(policies.policies().stream().filter(MeshRules::hasSay).toList());
  }

  /** Whether proxies follow the policy's {@code mesh} section. */
  public static boolean hasSay(Policy policy) {
    return policy.mesh().isPresent()
        && policy.enforcement() == Enforcement.DENY
        && !policy.match().hasSubjects();
  }

  /** What they say in a namespace; to be kept as long as its facts are the same. */
  public NamespaceMesh in(NamespaceFacts namespace) {
    return new NamespaceMesh(
        policies.stream()
            .filter(policy -> policy.matches(namespace))
            .flatMap(
                policy ->
                    policy.mesh().stream()
                        .map(section -> new Opinion(policy.id(), policy.isPlatform(), section)))
            .toList());
  }

  /**
   * Where a namespace's own policies ask for less than the platform's; no such word has an effect.
   *
   * @param namespaces what is known of each
   */
  public List<WeakerMode> weaker(Function<String, NamespaceFacts> namespaces) {
    return policies.stream()
        .filter(policy -> !policy.isPlatform())
        .map(policy -> policy.id().namespace())
        .distinct()
        .flatMap(namespace -> in(namespaces.apply(namespace)).weaker().stream())
        .toList();
  }

  /** Whether any of them asks for that mode, for any workload or port. */
  public boolean ask(MtlsMode mode) {
    return policies.stream()
        .flatMap(policy -> policy.mesh().stream())
        .anyMatch(
            section ->
                section.mode().equals(Optional.of(mode)) || section.ports().containsValue(mode));
  }

  /** What they say of one workload: {@link #in}, for those who ask once. */
  public WorkloadMesh rulesFor(NamespaceFacts namespace, Map<String, String> podLabels) {
    return in(namespace).of(podLabels);
  }
}

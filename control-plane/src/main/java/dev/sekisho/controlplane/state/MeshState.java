package dev.sekisho.controlplane.state;

import dev.sekisho.policies.mesh.MeshRules;
import dev.sekisho.policies.mesh.NamespaceMesh;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the policies in force say of the mesh, worked out once for each namespace. For one thread.
 */
public final class MeshState {

  private final Function<String, NamespaceFacts> namespaces;
  private final Map<String, Kept> kept = new HashMap<>();
  private PolicySet policies = PolicySet.EMPTY;
  private MeshRules rules = MeshRules.NONE;
  private boolean namespacesChanged;

  /**
   * @param facts that it was worked out for
   */
  private record Kept(NamespaceFacts facts, NamespaceMesh mesh) {}

  /**
   * @param namespaces what is known of each now
   */
  MeshState(Function<String, NamespaceFacts> namespaces) {
    this.namespaces = namespaces;
  }

  /** The same set again costs nothing. */
  void policies(PolicySet inForce) {
    if (inForce != policies) {
      policies = inForce;
      rules = MeshRules.of(inForce);
      kept.clear();
    }
  }

  /** Something else is known of a namespace now, or it is gone. */
  void changed(String namespace) {
    kept.remove(namespace);
    namespacesChanged = true;
  }

  /** Whether namespaces may have changed since this was called before. */
  public boolean takeNamespacesChanged() {
    var taken = namespacesChanged;
    namespacesChanged = false;
    return taken;
  }

  /** The same object as long as the policies in force are the same. */
  public MeshRules rules() {
    return rules;
  }

  /**
   * What they say of a Pod with these labels. Of a namespace that isn't known yet nothing is known
   * but its name, so that policies which select by labels don't count: {@link
   * HostState#knowsNamespace} tells.
   */
  public WorkloadMesh of(String namespace, Map<String, String> podLabels) {
    var facts = namespaces.apply(namespace);
    var before = kept.get(namespace);
    if (before == null || !before.facts().equals(facts)) {
      before = new Kept(facts, rules.in(facts));
      kept.put(namespace, before);
    }
    return before.mesh().of(podLabels);
  }

  /** The modes that namespaces' own policies name without effect, with the place. */
  public List<String> problems() {
    return rules.weaker(namespaces).stream()
        .map(weaker -> weaker.policy() + ": " + weaker.path() + ": " + weaker.message())
        .toList();
  }
}

package dev.sekisho.policies.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What policies say of the mesh in one namespace, worked out once for many Pods. Equal if all that
 * they say there is. Immutable and thread-safe.
 */
public final class NamespaceMesh {

  private final List<Opinion> opinions;

  /** Those that speak of some Pods only. */
  private final int selective;

  /** Of the Pods that none of these selects. */
  private final WorkloadMesh ofOthers;

  /**
   * @param opinions in the order of their policies' ids
   */
  NamespaceMesh(List<Opinion> opinions) {
    this.opinions = List.copyOf(opinions);
    var ofAll = opinions.stream().filter(o -> o.section().workloads().isEmpty()).toList();
    this.selective = opinions.size() - ofAll.size();
    this.ofOthers = ofAll.isEmpty() ? WorkloadMesh.UNRULED : Combination.of(ofAll);
  }

  /** What they say of a Pod with these labels; takes time only where selectors pick it out. */
  public WorkloadMesh of(Map<String, String> podLabels) {
    if (selective == 0) {
      return ofOthers;
    }
    var speaking = opinions.stream().filter(o -> o.section().selects(podLabels)).toList();
    boolean none = speaking.size() == opinions.size() - selective;
    return none ? ofOthers : Combination.of(speaking);
  }

  /**
   * Where the namespace's own policies ask for less than the platform's ask of the same workloads:
   * mistakes, which have no effect.
   */
  public List<WeakerMode> weaker() {
    var weaker = new ArrayList<WeakerMode>();
    for (Opinion own : opinions) {
      if (!own.platform()) {
        var above =
            opinions.stream().filter(Opinion::platform).filter(o -> o.speaksOfAllOf(own)).toList();
        weaker.addAll(WeakerMode.of(own, above));
      }
    }
    return List.copyOf(weaker);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamespaceMesh mesh && opinions.equals(mesh.opinions);
  }

  @Override
  public int hashCode() {
    return opinions.hashCode();
  }
}

package dev.sekisho.xds.model;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where a node stands. Each part is empty text if it isn't known. Ordered from the widest to the
 * narrowest.
 *
 * @see <a href="https://kubernetes.io/docs/reference/labels-annotations-taints/">Kubernetes:
 *     well-known labels</a>
 */
public record NodeLocality(String region, String zone, String subzone)
    implements Comparable<NodeLocality> {
  /** Nothing is known. */
  public static final NodeLocality UNKNOWN = new NodeLocality("", "", "");

  private static final Comparator<NodeLocality> ORDER =
      Comparator.comparing(NodeLocality::region)
          .thenComparing(NodeLocality::zone)
          .thenComparing(NodeLocality::subzone);

  /** Of an endpoint of which nothing but the zone is known. */
  static NodeLocality ofZone(Optional<String> zone) {
    return zone.map(name -> new NodeLocality("", name, "")).orElse(UNKNOWN);
  }

  /** By the labels of a Node. */
  public static NodeLocality ofLabels(Map<String, String> labels) {
    return new NodeLocality(
        labels.getOrDefault("topology.kubernetes.io/region", ""),
        labels.getOrDefault("topology.kubernetes.io/zone", ""),
        labels.getOrDefault("topology.istio.io/subzone", ""));
  }

  /** This, or what another knows of it. */
  public NodeLocality orOf(NodeLocality other) {
    return equals(UNKNOWN) ? other : this;
  }

  @Override
  public int compareTo(NodeLocality other) {
    return ORDER.compare(this, other);
  }
}

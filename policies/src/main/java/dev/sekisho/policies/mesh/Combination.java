package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.MtlsMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes one word of several opinions. Of modes the strictest counts, port by port; the rules of
 * platform policies unite, and those of each other policy stand beside them and so only narrow.
 */
final class Combination {

  private Combination() {}

  /**
   * @param opinions of one workload, in the order of their policies' ids
   */
  static WorkloadMesh of(List<Opinion> opinions) {
    var mode =
        strictest(opinions.stream().flatMap(o -> o.section().mode().stream()))
            .orElse(WorkloadMesh.UNRULED.mode());
    return new WorkloadMesh(mode, ports(opinions, mode), allow(opinions));
  }

  /** The ports whose mode isn't that of the others. */
  private static SortedMap<Integer, MtlsMode> ports(List<Opinion> opinions, MtlsMode mode) {
    var named = new TreeSet<Integer>();
    opinions.forEach(opinion -> named.addAll(opinion.section().ports().keySet()));
    var ports = new TreeMap<Integer, MtlsMode>();
    for (int port : named) {
      strictest(opinions, port)
          .filter(strictest -> strictest != mode)
          .ifPresent(strictest -> ports.put(port, strictest));
    }
    return ports;
  }

  /** What these opinions ask for a port; empty: nothing. */
  static Optional<MtlsMode> strictest(List<Opinion> opinions, int port) {
    return strictest(opinions.stream().flatMap(o -> o.section().mode(port).stream()));
  }

  static Optional<MtlsMode> strictest(Stream<MtlsMode> modes) {
    return modes.max(Comparator.naturalOrder());
  }

  private static List<List<CallerRule>> allow(List<Opinion> opinions) {
    var allow = new ArrayList<List<CallerRule>>();
    var ofPlatform =
        opinions.stream()
            .filter(Opinion::platform)
            .flatMap(opinion -> opinion.rules().stream())
            .toList();
    if (!ofPlatform.isEmpty()) {
      allow.add(ofPlatform.stream().flatMap(List::stream).toList());
    }
    opinions.stream()
        .filter(opinion -> !opinion.platform())
        .forEach(opinion -> opinion.rules().ifPresent(allow::add));
    return allow;
  }
}

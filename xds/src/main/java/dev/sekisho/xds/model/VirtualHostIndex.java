package dev.sekisho.xds.model;

import dev.sekisho.policies.model.HostPattern;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the virtual hosts that share a name with a pattern: in steps of the number of its labels
 * for a name, of the number of virtual hosts for a wildcard.
 */
final class VirtualHostIndex {
  private final TreeMap<HostPattern, VirtualHost> byHost;

  VirtualHostIndex(List<VirtualHost> virtualHosts) {
    byHost =
        virtualHosts.stream()
            .collect(
                Collectors.toMap(
                    VirtualHost::host, Function.identity(), (a, _) -> a, TreeMap::new));
  }

  /** In order of their hosts, each once. */
  List<VirtualHost> overlapping(List<HostPattern> patterns) {
    var hosts = new TreeSet<HostPattern>();
    for (var pattern : patterns) {
      if (pattern.isWildcard()) {
        byHost.keySet().stream().filter(pattern::overlaps).forEach(hosts::add);
      } else {
        addCovering(pattern, hosts);
      }
    }
    return byHost.values().stream().filter(host -> hosts.contains(host.host())).toList();
  }

  private void addCovering(HostPattern name, Set<HostPattern> into) {
    addIfServed(name, into);
    addIfServed(HostPattern.ANY, into);
    var rest = name.suffix();
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      rest = rest.substring(dot + 1);
      addIfServed(HostPattern.of("*." + rest), into);
    }
  }

  private void addIfServed(HostPattern host, Set<HostPattern> into) {
    if (byHost.containsKey(host)) {
      into.add(host);
    }
  }
}

package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the proxy of one Pod is started with: what all have, but for the statistics that it keeps.
 */
final class ProxyFiles {

  /** What the proxy can't be run without; its checks of the application count by statistics. */
  private static final List<String> NEEDED =
      List.of(
          "server.",
          "cluster_manager.",
          "listener_manager.",
          "control_plane.",
          "cluster.xds-grpc",
          "cluster.probe|");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ProxyFiles() {}

  /**
   * @param stats prefixes of the statistics that it keeps, beside those; empty: all
   */
  static SortedMap<String, String> of(SortedMap<String, String> files, List<String> stats) {
    var bootstrap = files.get(SidecarFiles.BOOTSTRAP);
    if (stats.isEmpty() || bootstrap == null) {
      return files;
    }
    var changed = new TreeMap<>(files);
    changed.put(SidecarFiles.BOOTSTRAP, keeping(bootstrap, stats));
    return changed;
  }

  private static String keeping(String bootstrap, List<String> stats) {
    try {
      if (!(MAPPER.readTree(bootstrap) instanceof ObjectNode root)) {
        throw new IllegalStateException("a bootstrap that is no object");
      }
      var config = root.withObjectProperty("stats_config");
      var patterns =
          config.putObject("stats_matcher").putObject("inclusion_list").putArray("patterns");
      var prefixes = new ArrayList<>(NEEDED);
      prefixes.addAll(stats);
      prefixes.stream().distinct().forEach(p -> patterns.addObject().put("prefix", p));
      return root.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bootstrap that isn't JSON", e);
    }
  }
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of kubelets, by Node. For one thread. */
final class Kubelets {

  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");

  /** The release in which native sidecars became stable. */
  private static final int SIDECARS_SINCE = 33;

  private final Map<String, Boolean> ready = new HashMap<>();

  void put(String name, JsonNode node) {
    Matcher version =
        VERSION.matcher(node.path("status").path("nodeInfo").path("kubeletVersion").asText());
    ready.put(
        name,
        version.matches()
            && (Integer.parseInt(version.group(1)) > 1
                || Integer.parseInt(version.group(2)) >= SIDECARS_SINCE));
  }

  void remove(String name) {
    ready.remove(name);
  }

  /** Whether all of them are known to run native sidecars well; none known: no. */
  boolean runSidecars() {
    return !ready.isEmpty() && !ready.containsValue(false);
  }
}

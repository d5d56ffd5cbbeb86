package dev.sekisho.controlplane.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a cluster.
 *
 * @param home Sekisho's own namespace
 * @param version of the API server, {@code 1.35.4}
 * @param validating the webhook configuration of that kind, if it is there
 * @param mutating as {@code validating}
 * @param missingRights what Sekisho's ServiceAccount may not do, for people
 * @param unread what couldn't be read, for people; the lists are empty where they are among it
 */
public record ClusterFacts(
    String home,
    String version,
    Optional<JsonNode> validating,
    Optional<JsonNode> mutating,
    List<JsonNode> namespaces,
    List<JsonNode> daemonSets,
    List<JsonNode> networkPolicies,
    List<String> missingRights,
    List<String> unread) {

  public ClusterFacts {
    namespaces = List.copyOf(namespaces);
    daemonSets = List.copyOf(daemonSets);
    networkPolicies = List.copyOf(networkPolicies);
    missingRights = List.copyOf(missingRights);
    unread = List.copyOf(unread);
  }
}

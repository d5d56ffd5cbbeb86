package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * What one Pod's sidecar is to be like, after all that may say so.
 *
 * @param nativeSidecar whether it is an init container that goes on running
 * @param traffic flags of the redirection with their values
 * @param stats prefixes of the statistics that it keeps, beside those that it needs; empty: all
 * @param statusPort where it answers for the application; 0: nowhere, and nothing tells whether it
 *     is ready itself
 * @param rewriteProbes whether it makes kubelet's checks of the application
 */
record SidecarOptions(
    Redirection redirection,
    boolean nativeSidecar,
    SortedMap<String, String> traffic,
    Proxy proxy,
    List<String> stats,
    int statusPort,
    boolean rewriteProbes,
    boolean prometheus,
    Optional<String> bootstrapOverride,
    List<ObjectNode> userVolumes,
    List<ObjectNode> userMounts) {

  /**
   * How it is run.
   *
   * @param concurrency worker threads; 0: as many as there are cores
   * @param drainSeconds how long it lets connections end
   * @param terminationSeconds for which it stays when the Pod ends; empty: as long as the
   *     application may
   * @param hold whether the application waits for it
   */
  record Proxy(
      String image,
      ProxyResources resources,
      String logLevel,
      int concurrency,
      int drainSeconds,
      OptionalInt terminationSeconds,
      boolean hold) {}

  boolean intercepts() {
    return redirection != Redirection.EXPLICIT;
  }

  boolean isHealthAsked() {
    return statusPort != 0;
  }

  /** Whether the application's checks go to the sidecar. */
  boolean answersProbes() {
    return intercepts() && rewriteProbes && statusPort != 0;
  }
}

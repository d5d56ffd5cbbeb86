package dev.sekisho.xds.server;

import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.RejectReason;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who a node says that it is, in Istio's form {@code <role>~<address>~<Pod>.<namespace>~<domain>}.
 * Not a proof: {@link Entrance} compares it with one.
 *
 * @param pod the third part, if it is there and has the form of one
 */
record NodeIdentity(String id, ProxyRole role, Optional<PodName> pod) {
  /** Envoy's own node, with the list of its extensions, is below 100 KiB. */
  static final int MAX_NODE_BYTES = 1 << 20;

  private static final int MAX_ID_CHARS = 512;
  private static final String FORM =
      "router~ or sidecar~, then <address>~<Pod>.<namespace>~<domain>";
  private static final int POD_PART = 2;

  /** Either an identity or why there is none. */
  sealed interface Parsed {
    record Known(NodeIdentity identity) implements Parsed {}

    record Unknown(Refusal refusal) implements Parsed {}
  }

  static Parsed of(boolean present, Node node) {
    if (!present || node.getId().isEmpty()) {
      return unknown(
          RejectReason.MISSING_NODE,
          "the first message has no node id (expected: %s; \"sekisho bootstrap\" writes one)"
              .formatted(FORM));
    }
    if (node.getSerializedSize() > MAX_NODE_BYTES) {
      return unknown(
          RejectReason.NODE_TOO_LARGE,
          "node: %d bytes (expected: <= %d)".formatted(node.getSerializedSize(), MAX_NODE_BYTES));
    }
    var id = node.getId();
    if (id.length() > MAX_ID_CHARS || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return unknown(
          RejectReason.INVALID_NODE,
          "node id: expected printable ASCII without spaces, at most %d characters"
              .formatted(MAX_ID_CHARS));
    }
    return Arrays.stream(ProxyRole.values())
        .filter(role -> id.startsWith(role.nodeKind() + "~"))
        .filter(role -> id.length() > role.nodeKind().length() + 1)
        .findFirst()
        .<Parsed>map(role -> new Parsed.Known(new NodeIdentity(id, role, pod(id))))
        .orElseGet(
            () ->
                unknown(
                    RejectReason.INVALID_NODE,
                    "node id \"%s\" (expected: %s)".formatted(id, FORM)));
  }

  /** Names of Pods may have dots, those of namespaces not. */
  private static Optional<PodName> pod(String id) {
    var parts = id.split("~", -1);
    var pod = parts.length > POD_PART ? parts[POD_PART] : "";
    int dot = pod.lastIndexOf('.');
    return dot <= 0 || dot == pod.length() - 1
        ? Optional.empty()
        : Optional.of(new PodName(pod.substring(dot + 1), pod.substring(0, dot)));
  }

  private static Parsed unknown(RejectReason problem, String message) {
    return new Parsed.Unknown(new Refusal(problem, message));
  }
}

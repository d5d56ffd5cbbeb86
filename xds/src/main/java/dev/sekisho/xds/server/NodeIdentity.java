package dev.sekisho.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;

/**
 * Who a node says that it is. Not a proof: what a proxy is served depends on the port that it came
 * through and its certificate.
 *
 * @param id the node id, in Istio's form {@code <kind>~<address>~<name>~<domain>}
 */
record NodeIdentity(String id) {
  /** Envoy's own node, with the list of its extensions, is below 100 KiB. */
  static final int MAX_NODE_BYTES = 1 << 20;

  private static final int MAX_ID_CHARS = 512;
  private static final String GATEWAY_KIND = "router~";
  private static final String SIDECAR_KIND = "sidecar~";

  /** Either an identity or why there is none. */
  sealed interface Parsed {
    record Known(NodeIdentity identity) implements Parsed {}

    record Unknown(Refusal refusal) implements Parsed {}
  }

  static Parsed of(boolean present, Node node) {
    if (!present || node.getId().isEmpty()) {
      return unknown(
          RejectReason.MISSING_NODE,
          "the first message has no node id (expected: router~<address>~<name>~<domain>; "
              + "\"sekisho bootstrap\" writes one)");
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
    if (id.startsWith(SIDECAR_KIND)) {
      return unknown(
          RejectReason.UNSUPPORTED_NODE,
          "node id \"%s\": sidecars aren't supported yet".formatted(id));
    }
    if (!id.startsWith(GATEWAY_KIND) || id.length() == GATEWAY_KIND.length()) {
      return unknown(
          RejectReason.INVALID_NODE,
          "node id \"%s\" (expected: router~<address>~<name>~<domain>)".formatted(id));
    }
    return new Parsed.Known(new NodeIdentity(id));
  }

  private static Parsed unknown(RejectReason reason, String message) {
    return new Parsed.Unknown(new Refusal(reason, message));
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIdentityTest {
  private static final String GATEWAY = "router~10.0.0.1~gateway-1.web~web.svc.cluster.local";

  @Test
  void knowsGateways() {
    assertThat(parse(GATEWAY)).isEqualTo(new NodeIdentity.Parsed.Known(new NodeIdentity(GATEWAY)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', MISSING_NODE",
    "sidecar~10.0.0.1~a.b~c, UNSUPPORTED_NODE",
    "router~, INVALID_NODE",
    "envoy-1, INVALID_NODE",
    "'router~a b', INVALID_NODE",
    "'router~a\u001b[1m', INVALID_NODE",
  })
  void refusesOthersWithAReason(String id, RejectReason reason) {
    assertThat(refusal(parse(id)).reason()).isEqualTo(reason);
  }

  @Test
  void refusesLongIdsAndHugeNodes() {
    assertThat(refusal(parse("router~" + "x".repeat(600))).reason())
        .isEqualTo(RejectReason.INVALID_NODE);
    var huge =
        Node.newBuilder()
            .setId(GATEWAY)
            .setCluster("x".repeat(NodeIdentity.MAX_NODE_BYTES))
            .build();
    assertThat(refusal(NodeIdentity.of(true, huge)).reason())
        .isEqualTo(RejectReason.NODE_TOO_LARGE);
    assertThat(refusal(NodeIdentity.of(false, Node.getDefaultInstance())).reason())
        .isEqualTo(RejectReason.MISSING_NODE);
  }

  @Test
  void saysThatSidecarsArentSupportedYet() {
    assertThat(refusal(parse("sidecar~10.0.0.1~a.b~c")).message())
        .contains("sidecars aren't supported yet");
  }

  private static NodeIdentity.Parsed parse(String id) {
    return NodeIdentity.of(true, Node.newBuilder().setId(id).build());
  }

  private static Refusal refusal(NodeIdentity.Parsed parsed) {
    return ((NodeIdentity.Parsed.Unknown) parsed).refusal();
  }
}

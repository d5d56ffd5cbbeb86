package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.RejectReason;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdentityTest {
  private static final String GATEWAY = "router~10.0.0.1~gateway-1.web~web.svc.cluster.local";

  @Test
  void knowsGateways() {
    assertThat(parse(GATEWAY))
        .isEqualTo(known(GATEWAY, ProxyRole.GATEWAY, new PodName("web", "gateway-1")));
  }

  @Test
  void knowsSidecarsWhosePodsMayHaveDotsInTheirNames() {
    var id = "sidecar~10.0.0.1~db.0.shop~shop.svc.cluster.local";
    assertThat(parse(id)).isEqualTo(known(id, ProxyRole.SIDECAR, new PodName("shop", "db.0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"router~x", "router~x~y", "router~x~.ns~z", "router~x~pod.~z"})
  void knowsNoPodWhereNoneIsNamed(String id) {
    assertThat(parse(id))
        .isEqualTo(
            new NodeIdentity.Parsed.Known(
                new NodeIdentity(id, ProxyRole.GATEWAY, Optional.empty())));
  }

  private static NodeIdentity.Parsed known(String id, ProxyRole role, PodName pod) {
    return new NodeIdentity.Parsed.Known(new NodeIdentity(id, role, Optional.of(pod)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', MISSING_NODE",
    "sidecar~, INVALID_NODE",
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

  private static NodeIdentity.Parsed parse(String id) {
    return NodeIdentity.of(true, Node.newBuilder().setId(id).build());
  }

  private static Refusal refusal(NodeIdentity.Parsed parsed) {
    return ((NodeIdentity.Parsed.Unknown) parsed).refusal();
  }
}

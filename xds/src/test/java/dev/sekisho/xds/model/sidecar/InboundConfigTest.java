package dev.sekisho.xds.model.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InboundConfigTest {
  private static final InboundPort WEB = port(8080, "web", PortProtocol.HTTP_1);

  @Test
  void portsAreInOrderEachOnce() {
    var zebra = port(8080, "zebra", PortProtocol.TCP);
    var early = port(80, "zebra", PortProtocol.TCP);

    assertThat(config(zebra, WEB, early).ports()).containsExactly(early, and(WEB, "zebra"));
    assertThat(config(WEB, early, zebra)).isEqualTo(config(zebra, WEB, early));
  }

  @Test
  void allServicesThatLeadThereByTheSamePortAreNamed() {
    var other = new ClusterRef(new ServiceKey("shop", "alpha"), 81);
    var config =
        config(
            port(8080, "zebra", PortProtocol.TCP),
            WEB,
            port(8080, "yak", PortProtocol.TCP),
            WEB,
            port(8080, "yak", PortProtocol.TCP));
    assertThat(config.ports())
        .singleElement()
        .satisfies(
            port ->
                assertThat(port.services())
                    .extracting(ServiceKey::name)
                    .containsExactly("web", "yak", "zebra"));
    var first = new InboundPort(8080, PortProtocol.TCP, other);
    assertThat(config(WEB, first).ports()).containsExactly(first);
  }

  @Test
  void theProxysPortsAndNoPortsAreLeftOut() {
    var config =
        config(
            port(15001, "web", PortProtocol.TCP),
            port(15006, "web", PortProtocol.TCP),
            port(0, "web", PortProtocol.TCP),
            port(65536, "web", PortProtocol.TCP));

    assertThat(config.ports()).isEmpty();
  }

  @Test
  void portsWithModesThatNoServiceLeadsToAreKept() {
    var modes = new TreeMap<Integer, MtlsMode>();
    for (int port : List.of(0, 8080, 9999, 15006)) {
      modes.put(port, MtlsMode.STRICT);
    }

    assertThat(config(modes, WEB).undeclaredPorts()).containsOnlyKeys(9999);
  }

  private static InboundConfig config(InboundPort... ports) {
    return config(new TreeMap<>(), ports);
  }

  private static InboundConfig config(SortedMap<Integer, MtlsMode> modes, InboundPort... ports) {
    return new InboundConfig(
        SidecarPorts.DEFAULT,
        new TrustDomain("cluster.local"),
        List.of(ports),
        new WorkloadMesh(MtlsMode.PERMISSIVE, modes, List.of()));
  }

  private static InboundPort and(InboundPort port, String service) {
    return new InboundPort(
        port.number(), port.protocol(), port.service(), List.of(new ServiceKey("shop", service)));
  }

  private static InboundPort port(int number, String service, PortProtocol protocol) {
    return new InboundPort(
        number, protocol, new ClusterRef(new ServiceKey("shop", service), number));
  }
}

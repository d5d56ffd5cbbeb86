package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets through to an application, and how, in each mode of mTLS. */
@Timeout(120)
class InboundTrafficIT {
  private static final TrustDomain MESH = new TrustDomain("cluster.local");
  private static final String OK = "HTTP/1.1 200 OK";

  private static InboundProxy proxy;
  private static InboundApp app;
  private static MeshCaller plaintext;
  private static MeshCaller web;

  @BeforeAll
  static void start() throws IOException {
    proxy = new InboundProxy("traffic");
    app = new InboundApp();
    plaintext = MeshCaller.plaintext(proxy.ports.inbound());
    web = MeshCaller.mesh(proxy.ports.inbound(), proxy.server.keys, "shop", "web");
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    app.close();
  }

  @ParameterizedTest
  @EnumSource
  void requestsPassAsTheModeHasIt(MtlsMode mode) throws IOException {
    use(mode, PortProtocol.HTTP_1, PortProtocol.TCP);

    assertThat(plaintext.request(app.httpPort(), "GET", "/").startsWith(OK))
        .isEqualTo(mode != MtlsMode.STRICT);
    assertThat(passes(web, app.httpPort())).isEqualTo(mode != MtlsMode.DISABLE);
  }

  @ParameterizedTest
  @EnumSource
  void undeclaredPortsPassAsTheModeHasIt(MtlsMode mode) throws IOException {
    use(mode);

    assertThat(plaintext.request(app.httpPort(), "GET", "/").startsWith(OK))
        .isEqualTo(mode != MtlsMode.STRICT);
    if (mode != MtlsMode.DISABLE) {
      for (var offered : List.of("istio", "istio-http/1.1")) {
        assertThat(passes(web.offering(offered), app.httpPort())).as(offered).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theServersGreetingPassesAsTheModeHasIt(MtlsMode mode) throws IOException {
    use(mode, PortProtocol.HTTP_1, PortProtocol.TCP);

    if (mode == MtlsMode.STRICT) {
      assertThat(plaintext.send(app.greetingPort(), "EHLO app\r\n")).isEmpty();
    } else {
      assertThat(greeting()).isEqualTo(InboundApp.BANNER);
    }
    if (mode != MtlsMode.DISABLE) {
      assertThat(web.send(app.greetingPort(), "x")).isEqualTo(InboundApp.BANNER + "x");
    }
  }

  @Test
  void whereNothingTellsTlsFromPlaintextAGreetingIsntHeldUp() throws IOException {
    use(MtlsMode.DISABLE, PortProtocol.HTTP_1, PortProtocol.TCP);

    // The inspection alone would take 200 ms, each time.
    assertThat(greetedWithin(Duration.ofMillis(150))).isTrue();
  }

  @Test
  void foreignCertificatesAndForeignTrustDomainsAreRefused() throws IOException {
    use(MtlsMode.STRICT, PortProtocol.HTTP_1, PortProtocol.TCP);
    var ours = proxy.server.keys.authority;
    var theirs = CertificateAuthority.createRoot(MESH, Instant.now(), new SecureRandom());
    var sameName = new SpiffeId(MESH, "shop", "web");
    var elsewhere = new SpiffeId(new TrustDomain("elsewhere"), "shop", "web");
    int port = proxy.ports.inbound();

    assertThat(passes(MeshCaller.of(port, ours, ours, sameName, "istio"), app.httpPort())).isTrue();
    assertThat(passes(MeshCaller.of(port, theirs, ours, sameName, "istio"), app.httpPort()))
        .isFalse();
    assertThat(passes(MeshCaller.of(port, ours, ours, elsewhere, "istio"), app.httpPort()))
        .isFalse();
  }

  @Test
  void theApplicationIsToldWhoCallsAndNobodyElseCanSay() throws IOException {
    use(MtlsMode.PERMISSIVE, PortProtocol.HTTP_1, PortProtocol.TCP);
    var forged = "x-forwarded-client-cert: URI=spiffe://cluster.local/ns/bank/sa/boss";

    assertThat(web.request(app.httpPort(), "GET", "/"))
        .contains("URI=spiffe://cluster.local/ns/shop/sa/web");
    assertThat(plaintext.request(app.httpPort(), "GET", "/", forged))
        .startsWith(OK)
        .doesNotContain("spiffe://");
  }

  @Test
  void connectionsToTheProxyItselfEnd() throws IOException {
    use(MtlsMode.PERMISSIVE, PortProtocol.HTTP_1, PortProtocol.TCP);

    assertThat(plaintext.request(proxy.ports.inbound(), "GET", "/")).isEmpty();
  }

  /** Both ports of the application, or neither, belong to a Service. */
  private static void use(MtlsMode mode, PortProtocol... protocols) throws IOException {
    var service = new ServiceKey("shop", "app");
    var ports =
        protocols.length == 0
            ? List.<InboundPort>of()
            : List.of(
                new InboundPort(app.httpPort(), protocols[0], new ClusterRef(service, 80)),
                new InboundPort(app.greetingPort(), protocols[1], new ClusterRef(service, 25)));
    var mesh = new WorkloadMesh(mode, new TreeMap<>(), List.of());
    proxy.use(
        mode + " " + ports.size(),
        InboundTranslator.translate(new InboundConfig(proxy.ports, MESH, ports, mesh)));
  }

  private static boolean passes(MeshCaller caller, int port) {
    return caller.request(port, "GET", "/").startsWith(OK);
  }

  /** What a client hears that says nothing. */
  private static String greeting() throws IOException {
    try (var socket = plaintext.connect(app.greetingPort())) {
      var bytes = socket.getInputStream().readNBytes(InboundApp.BANNER.length());
      return new String(bytes, StandardCharsets.US_ASCII);
    }
  }

  /** Whether the fastest of a few connections is: others may meet a busy machine. */
  private static boolean greetedWithin(Duration atMost) throws IOException {
    for (int attempt = 0; attempt < 10; attempt++) {
      long start = System.nanoTime();
      try (var socket = plaintext.connect(app.greetingPort())) {
        assertThat(socket.getInputStream().read()).isEqualTo(InboundApp.BANNER.charAt(0));
      }
      if (System.nanoTime() - start <= atMost.toNanos()) {
        return true;
      }
    }
    return false;
  }
}

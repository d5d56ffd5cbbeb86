package dev.sekisho.xds.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.TlsChain;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names that users and other programs know. */
class ResourceNamesTest {
  private static final ClusterRef CLUSTER =
      new ClusterRef(new ServiceKey("default", "productpage"), 9080);

  @Test
  void namesClusters() {
    var name = ResourceNames.cluster(CLUSTER);
    assertThat(name).isEqualTo("outbound|9080||productpage.default.svc.cluster.local");
    assertThat(ResourceNames.stat(name)).isEqualTo(name + ";");
  }

  @Test
  void namesListenersAndRoutes() {
    assertThat(ResourceNames.listener(8080)).isEqualTo("0.0.0.0_8080");
    assertThat(ResourceNames.httpRoutes(8080)).isEqualTo("http.8080");
    assertThat(ResourceNames.httpsRoutes(chain(0))).isEqualTo("https.443.https.front.shop");
    assertThat(ResourceNames.httpsRoutes(chain(2))).isEqualTo("https.443.https-2.front.shop");
    assertThat(ResourceNames.virtualHost("*.example.com", 80)).isEqualTo("*.example.com:80");
  }

  @Test
  void namesSecrets() {
    assertThat(ResourceNames.secret(new SecretKey("shop", "tls")))
        .isEqualTo("kubernetes://shop/tls");
  }

  @Test
  void logsTheKnownLine() {
    assertThat(AccessLogs.LINE)
        .startsWith(
            "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\"")
        .contains(" \"%UPSTREAM_HOST%\" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% ")
        .endsWith(" %REQUESTED_SERVER_NAME% %ROUTE_NAME%\n");
  }

  private static TlsChain chain(int entry) {
    return new TlsChain(
        new ObjectKey("Ingress", "shop", "front"),
        entry,
        new SecretKey("shop", "tls"),
        List.of(),
        List.of());
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stock istioctl asks the control plane about a real sidecar. */
@KubernetesTest
class IstioctlIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static Cluster cluster;
  private static ControlPlaneProcess controlPlane;
  private static TestPod web;
  private static EnvoyProcess sidecar;

  @BeforeAll
  static void start(Cluster started) {
    cluster = started;
    controlPlane = ControlPlaneProcess.start(cluster);
    web = TestPod.create(cluster, cluster.freshNamespace("shop", ""), "web", "web-1");
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %1$s, name: api}
        spec:
          ports:
          - {name: http, port: 80}
          - {name: tcp-raw, port: 9000}
        """
            .formatted(web.namespace()));
    account(Cluster.HOME);
    sidecar = TestSidecar.configured(TestSidecar.Home.of(controlPlane), web, Ports.free());
  }

  @AfterAll
  static void stop() {
    sidecar.close();
    controlPlane.close();
  }

  /** By a token of Sekisho's own namespace, as istioctl makes one. */
  @Test
  void proxyStatusListsTheProxyInSync() {
    awaitSynced(controlPlane.xds(), "--istioNamespace=" + Cluster.HOME);
    var table = istioctl(controlPlane.xds(), "--istioNamespace=" + Cluster.HOME).out();
    assertThat(table.lines().findFirst())
        .hasValueSatisfying(header -> assertThat(header).contains("NAME", "CLUSTER", "ISTIOD"));
    assertThat(table)
        .containsPattern(
            "(?m)^" + Pattern.quote(name()) + " +Kubernetes +sekisho-\\d+ .*CDS,LDS,EDS,RDS");
  }

  @Test
  void inPlaintextNobodyHasToShowAnything() {
    awaitSynced(controlPlane.xdsPlaintext(), "--plaintext");
  }

  @Test
  void aNamespaceSeesItsOwn() {
    account(web.namespace());
    awaitSynced(controlPlane.xds(), "--istioNamespace=" + web.namespace());
    var other = cluster.freshNamespace("bank", "");
    account(other);
    var theirs = istioctl(controlPlane.xds(), "--istioNamespace=" + other).orFail("istioctl");
    assertThat(theirs.out()).contains("NAME").doesNotContain(name());
  }

  @Test
  void whatAProxyUsesIsComparedWithWhatItIsServed() throws IOException {
    awaitSynced(controlPlane.xds(), "--istioNamespace=" + Cluster.HOME);
    var dump = Files.createTempFile(cluster.logs(), "envoy", ".json");
    Files.writeString(dump, sidecar.admin("/config_dump"));
    var same =
        istioctl(controlPlane.xds(), name(), "--istioNamespace=" + Cluster.HOME, "--file=" + dump)
            .orFail("istioctl");
    assertThat(same.out())
        .contains("Clusters Match")
        .contains("Listeners Match")
        .contains("Routes Match");
    Files.writeString(
        dump, sidecar.admin("/config_dump").replace("\"outbound|9000||", "\"outbound|9001||"));
    var other =
        istioctl(controlPlane.xds(), name(), "--istioNamespace=" + Cluster.HOME, "--file=" + dump)
            .orFail("istioctl");
    assertThat(other.out()).contains("Clusters Don't Match").contains("Routes Match");
  }

  private static String name() {
    return web.name() + "." + web.namespace();
  }

  /** The account whose token istioctl shows; a controller would make it. */
  private static void account(String namespace) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {namespace: %s, name: default}
        """
            .formatted(namespace));
  }

  /** CDS, ECDS, which we don't serve, EDS, LDS, RDS and SDS. */
  private static void awaitSynced(String address, String flag) {
    var synced = Pattern.quote(name()) + " +Kubernetes +SYNCED +IGNORED( +SYNCED){4} +sekisho-.*";
    var last = new String[] {""};
    try {
      Await.that(
          "istioctl to see the proxy in sync with " + flag,
          SOON,
          () -> {
            last[0] = istioctl(address, flag, "--verbosity=1").orFail("istioctl").out();
            return last[0].lines().anyMatch(line -> line.matches(synced));
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the last was\n" + last[0], e);
    }
  }

  private static Command istioctl(String address, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Tools.path("istioctl").toString(),
                "proxy-status",
                "--xds-address=" + address,
                "--kubeconfig=" + cluster.server().kubeconfig(),
                "--timeout=20s"));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of(), "", Command.SHORT);
  }
}

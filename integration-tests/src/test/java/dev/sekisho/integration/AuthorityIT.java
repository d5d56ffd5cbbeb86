package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.RootState;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.source.KubernetesConnection;
import dev.sekisho.controlplane.source.SecretAuthorityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authority of a cluster, from its Secrets to what a client sees. */
@KubernetesTest
class AuthorityIT {
  private static final Duration LONG = Duration.ofDays(365);

  /** Long enough for a Lease to run out that whoever led in the test before didn't release. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String CONFIG_MAPS = "/api/v1/namespaces/%s/configmaps";

  @TempDir private Path temp;

  @BeforeEach
  void nothingIsThere(Cluster cluster) {
    own(cluster).delete();
    pluggedIn(cluster).delete();
  }

  private static SecretObject own(Cluster cluster) {
    return new SecretObject(cluster, "sekisho-ca");
  }

  private static SecretObject pluggedIn(Cluster cluster) {
    return new SecretObject(cluster, "cacerts");
  }

  private static Map<String, String> istioFiles(Pki root, Pki signer, Pki... between) {
    var chain = new StringBuilder(signer.certificate());
    for (var each : between) {
      chain.append(each.certificate());
    }
    chain.append(root.certificate()); // as Istio's own Makefile has it
    return Map.of(
        "ca-cert.pem", signer.certificate(),
        "ca-key.pem", signer.key(),
        "root-cert.pem", root.certificate(),
        "cert-chain.pem", chain.toString());
  }

  /** The bundle in that namespace; empty text if there is none. */
  static String bundle(Cluster cluster, String namespace) {
    var path = CONFIG_MAPS.formatted(namespace) + "/sekisho-ca-root-cert";
    var answer = cluster.api().get(path);
    return answer.status() == 404
        ? ""
        : answer.orFail().json().path("data").path("root-cert.pem").asText();
  }

  @Test
  void twoFirstReplicasAgreeOnOneRoot(Cluster cluster) throws Exception {
    var together = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(2)) {
      var starts = new ArrayList<Future<ControlPlaneProcess>>();
      for (int i = 0; i < 2; i++) {
        starts.add(
            pool.submit(
                () -> {
                  together.await();
                  return ControlPlaneProcess.startInCluster(cluster);
                }));
      }
      together.countDown();
      try (var one = starts.get(0).get(90, TimeUnit.SECONDS);
          var other = starts.get(1).get(90, TimeUnit.SECONDS)) {
        var roots = own(cluster).text("root-cert.pem").orElseThrow();

        assertThat(roots.split("BEGIN CERTIFICATE", -1)).hasSize(2);
        for (var port : List.of(one.webhookPort(), other.webhookPort())) {
          assertThat(Handshakes.chain(port, roots)).hasSize(1);
        }
        assertThat(own(cluster).read().orElseThrow().path("type").asText())
            .isEqualTo("sekisho.dev/ca");
        Await.that("the published bundle", SOON, () -> bundle(cluster, Cluster.HOME).equals(roots));
        assertThat(one.log() + other.log()).doesNotContain("PRIVATE KEY");
      }
    }
  }

  @Test
  void whoeverIsFirstAllHaveOneRoot(Cluster cluster) throws Exception {
    int many = 8;
    var kubeconfig = Optional.of(cluster.server().kubeconfig().toFile());
    var random = new SecureRandom();
    try (var connection = KubernetesConnection.open(kubeconfig);
        var pool = Executors.newFixedThreadPool(many)) {
      for (int round = 0; round < 10; round++) {
        own(cluster).delete();
        var together = new CyclicBarrier(many);
        var roots = new ArrayList<Future<String>>();
        for (int i = 0; i < many; i++) {
          roots.add(
              pool.submit(
                  () -> {
                    var store =
                        SecretAuthorityStore.open(connection, Cluster.HOME, InstantSource.system());
                    together.await(30, TimeUnit.SECONDS);
                    return store
                        .loadOrCreate(
                            () ->
                                RootState.of(
                                    CertificateAuthority.createRoot(
                                        new TrustDomain("cluster.local"), Instant.now(), random)))
                        .root()
                        .orElseThrow()
                        .state()
                        .trust()
                        .pem();
                  }));
        }
        var kept = new HashSet<String>();
        for (var root : roots) {
          kept.add(root.get(30, TimeUnit.SECONDS));
        }
        assertThat(kept).containsExactly(own(cluster).text("root-cert.pem").orElseThrow());
      }
    }
  }

  @Test
  void aRootThatIsDeletedIsRestored(Cluster cluster) throws IOException {
    try (var controlPlane = ControlPlaneProcess.startInCluster(cluster)) {
      var root = own(cluster).text("root-cert.pem").orElseThrow();
      Await.that("it leads", SOON, () -> controlPlane.metric("sekisho_leader") == 1);

      own(cluster).delete();

      Await.that(
          "it is back", SOON, () -> own(cluster).text("root-cert.pem").equals(Optional.of(root)));
      assertThat(Handshakes.chain(controlPlane.webhookPort(), root)).hasSize(1);
    }
  }

  @Test
  void whatCanNotBeReadIsNamedAndNotOverwritten(Cluster cluster) {
    var root = Pki.root("Sekisho root CA", LONG);
    var good =
        Map.of(
            "ca-cert.pem", root.certificate(),
            "ca-key.pem", root.key(),
            "root-cert.pem", root.certificate());
    var ended = Pki.root("Sekisho root CA", Duration.ofMinutes(-1));
    var cases = new HashMap<String, Map<String, String>>();
    cases.put("ca-key.pem: is missing", without(good, "ca-key.pem"));
    cases.put(
        "ca-cert.pem: line 1: this block has no END line",
        with(good, "ca-cert.pem", root.certificate().substring(0, 200)));
    cases.put(
        "ca-key.pem: line 1: this block has no END line",
        with(good, "ca-key.pem", root.key().substring(0, 100)));
    cases.put(
        "ca-key.pem: doesn't belong to the certificate", with(good, "ca-key.pem", ended.key()));
    cases.put("root-cert.pem: has other roots", with(good, "root-cert.pem", ended.certificate()));
    cases.put("next-key.pem: is missing", with(good, "next-cert.pem", ended.certificate()));
    cases.put(
        "ca-cert.pem: expired at",
        Map.of(
            "ca-cert.pem", ended.certificate(),
            "ca-key.pem", ended.key(),
            "root-cert.pem", ended.certificate()));
    cases.forEach(
        (problem, data) -> {
          own(cluster).create("sekisho.dev/ca", data);
          var version = own(cluster).version();

          var run = ControlPlaneProcess.runInCluster(cluster);

          assertThat(run.err())
              .contains("sekisho: Secret sekisho-system/sekisho-ca: ", problem, "restore it")
              .doesNotContain(root.key().lines().skip(1).findFirst().orElseThrow());
          assertThat(run.exit()).isEqualTo(2);
          assertThat(own(cluster).version()).as("untouched").isEqualTo(version);
          own(cluster).delete();
        });
  }

  private static Map<String, String> with(Map<String, String> all, String key, String value) {
    var changed = new HashMap<>(all);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> all, String key) {
    var changed = new HashMap<>(all);
    changed.remove(key);
    return changed;
  }

  @Test
  void anAuthorityOfOnesOwnSignsAndItsChainVerifies(Cluster cluster) throws Exception {
    var root = Pki.root("Acme root", LONG);
    var middle = root.authority("Acme issuing", LONG);
    var signer = middle.authority("Acme mesh", LONG);
    pluggedIn(cluster).create("Opaque", istioFiles(root, signer, middle));
    try (var controlPlane = ControlPlaneProcess.startInCluster(cluster)) {
      for (var port : List.of(controlPlane.webhookPort(), controlPlane.xdsPort())) {
        var chain = Handshakes.chain(port, root.certificate());
        assertThat(chain).hasSize(3);
        verifyByOpenssl(root, chain);
      }
      assertThat(own(cluster).read()).as("no root of our own").isEmpty();
      Await.that(
          "the published bundle",
          SOON,
          () -> bundle(cluster, Cluster.HOME).equals(root.certificate()));

      pluggedIn(cluster).change(Map.of("ca-key.pem", "garbage"));
      Await.that(
          "the problem",
          SOON,
          () -> controlPlane.log().contains("cacerts: ca-key.pem: no private"));
      assertThat(Handshakes.chain(controlPlane.webhookPort(), root.certificate())).hasSize(3);
      assertThat(controlPlane.metric("sekisho_certificate_authority_problems")).isEqualTo(1);
      pluggedIn(cluster).change(Map.of("ca-key.pem", signer.key()));
      Await.that(
          "its end",
          SOON,
          () -> controlPlane.metric("sekisho_certificate_authority_problems") == 0);
    }
    pluggedIn(cluster).remove("ca-key.pem");
    var version = pluggedIn(cluster).version();
    var run = ControlPlaneProcess.runInCluster(cluster);
    assertThat(run.err())
        .contains("Secret sekisho-system/cacerts: ca-key.pem: is missing; put it right");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(pluggedIn(cluster).version()).isEqualTo(version);
  }

  private void verifyByOpenssl(Pki root, List<X509Certificate> chain) throws Exception {
    var files = new ArrayList<String>();
    for (int i = 0; i < chain.size(); i++) {
      var file = temp.resolve("chain-" + i + ".pem");
      Files.writeString(file, Pem.block("CERTIFICATE", chain.get(i).getEncoded()));
      files.add(file.toString());
    }
    var roots = Files.writeString(temp.resolve("root.pem"), root.certificate());
    var untrusted = temp.resolve("untrusted.pem");
    Files.writeString(
        untrusted,
        Files.readString(Path.of(files.get(1))) + Files.readString(Path.of(files.get(2))));
    var run =
        Command.run(
            List.of(
                "openssl",
                "verify",
                "-purpose",
                "sslserver",
                "-CAfile",
                roots.toString(),
                "-untrusted",
                untrusted.toString(),
                files.get(0)),
            Map.of(),
            "",
            Command.SHORT);
    assertThat(run.out()).as(run.err()).contains(": OK");
  }

  @Test
  void anAuthorityPluggedInLaterSignsOnlyOnceItsRootHasSpread(Cluster cluster) throws IOException {
    var root = Pki.root("Acme root", LONG);
    var signer = root.authority("Acme mesh", LONG);
    try (var controlPlane =
        ControlPlaneProcess.startInCluster(
            cluster, "--workload-certificate-lifetime=20s", "--serving-certificate-lifetime=10s")) {
      var before = own(cluster).text("root-cert.pem").orElseThrow();
      Await.that("the bundle", SOON, () -> bundle(cluster, Cluster.HOME).equals(before));
      try (var clients =
          Handshakes.with(
              List.of(controlPlane.webhookPort()), () -> bundle(cluster, Cluster.HOME))) {
        pluggedIn(cluster).create("Opaque", istioFiles(root, signer));
        Await.that(
            "both roots",
            SOON,
            () -> bundle(cluster, Cluster.HOME).equals(root.certificate() + before));
        assertThat(Handshakes.chain(controlPlane.webhookPort(), before)).hasSize(1);
        Await.that(
            "its chain",
            Duration.ofSeconds(30),
            () -> Handshakes.chain(controlPlane.webhookPort(), root.certificate()).size() == 2);
        assertThat(clients.failures()).isEmpty();
        assertThat(clients.count()).isGreaterThan(100);
      }
      assertThat(own(cluster).text("root-cert.pem")).as("kept").contains(before);
    }
  }

  @Test
  void theBundleIsWhereItIsNeededAndComesBack(Cluster cluster) {
    var one = cluster.freshNamespace("mesh", "");
    var other = cluster.freshNamespace("mesh", "");
    try (var controlPlane = ControlPlaneProcess.startInCluster(cluster)) {
      var roots = own(cluster).text("root-cert.pem").orElseThrow();
      for (var namespace : List.of(one, other, Cluster.HOME)) {
        Await.that(
            "the bundle in " + namespace, SOON, () -> bundle(cluster, namespace).equals(roots));
      }
      assertThat(bundle(cluster, "kube-system")).isEmpty();

      var late = cluster.freshNamespace("mesh", "");
      Await.that("the new one", SOON, () -> bundle(cluster, late).equals(roots));
      var path = CONFIG_MAPS.formatted(one) + "/sekisho-ca-root-cert";
      cluster.api().delete(path).orFail();
      Await.that("the deleted one", SOON, () -> bundle(cluster, one).equals(roots));
      cluster
          .kubectl(
              "patch",
              "configmap",
              "sekisho-ca-root-cert",
              "-n",
              other,
              "--type=merge",
              "-p",
              "{\"data\": {\"root-cert.pem\": \"forged\"}}")
          .orFail("kubectl patch");
      Await.that("the forged one", SOON, () -> bundle(cluster, other).equals(roots));
      assertThat(controlPlane.log()).doesNotContain("trying again");
    }
  }
}

package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.Objects;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.model.ConfigProblem;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What gateways of different identities are served out of one cluster. */
@Timeout(60)
class GatewaySecretsTest {
  private static final ProxyScope EDGE = ProxyScope.ofGateway("edge/edge");
  private static final ProxyScope OWN = ProxyScope.ofGateway("sekisho-system/gw");

  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);
  private final BlockingQueue<Publisher.Published> published = new LinkedBlockingQueue<>();
  private final Publisher publisher =
      new Publisher(
          new GatewayPorts(8080, 9443),
          new MeshSettings(new TrustDomain("cluster.local"), SidecarPorts.DEFAULT),
          published::add);
  private final List<ConnectedScopes.Member> members = new ArrayList<>();

  @BeforeEach
  void fill() {
    members.add(new ConnectedScopes.Member("edge", "edge", Map.of("app", "edge"), false));
    members.add(new ConnectedScopes.Member("sekisho-system", "gw", Map.of(), true));
    objects.put(
        "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: sekisho},"
            + " spec: {controller: sekisho.dev/ingress}}");
    for (var name : List.of("a", "b")) {
      objects.put(secret(name));
      objects.put(ingress(name));
    }
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void everyGatewayHasTheSecretsThatItMayHave() throws Exception {
    policy("grants: [{names: [shop/a], workloads: {serviceAccounts: [edge]}}]");

    var result = publish();

    assertThat(secrets(EDGE)).containsExactly("kubernetes://shop/a");
    assertThat(secrets(OWN))
        .containsExactlyInAnyOrder("kubernetes://shop/a", "kubernetes://shop/b");
    assertThat(chains(EDGE)).isEqualTo(1);
    assertThat(secrets(ProxyScope.GATEWAY_PLAINTEXT)).isEmpty();
    assertThat(result.problems())
        .extracting(ConfigProblem::message)
        .contains(
            "no TLS for this entry: on the gateway edge/edge: invalid gateway secret \"shop/b\""
                + " (ingressTls: not granted) (secrets.grants)");
  }

  @Test
  void anEditTakesAndGives() throws Exception {
    policy("default: deny, grants: [{names: [shop/a]}]");
    assertThat(publish().problems())
        .extracting(ConfigProblem::message)
        .anyMatch(m -> m.contains("shop/b") && m.contains("secrets.default") && m.contains("/p"));
    assertThat(secrets(OWN)).containsExactly("kubernetes://shop/a");

    policy("default: deny, grants: [{names: [shop/b]}]");
    publish();
    assertThat(secrets(EDGE)).containsExactly("kubernetes://shop/b");
    assertThat(secrets(OWN)).containsExactly("kubernetes://shop/b");

    policy("deny: [{names: ['shop/*']}]");
    publish();
    assertThat(secrets(EDGE)).isEmpty();
    assertThat(publisher.store().current(EDGE).resources(ResourceType.LISTENER))
        .as("without any certificate there is no HTTPS listener")
        .hasSize(1);
  }

  @Test
  void whoIsGoneIsServedNoMore() throws Exception {
    publish();
    assertThat(publisher.store().current(OWN).resources(ResourceType.SECRET)).hasSize(2);

    members.removeLast();
    publish();

    assertThat(publisher.store().current(OWN).resources(ResourceType.SECRET)).isEmpty();
    assertThat(publisher.store().current(EDGE).resources(ResourceType.LISTENER)).isNotEmpty();
  }

  private Publisher.Published publish() throws InterruptedException {
    var views =
        members.stream()
            .map(
                member ->
                    GatewayView.of(
                        ProxyScope.ofGateway(member.name()),
                        member,
                        state.hosts()::namespace,
                        state.policies()))
            .toList();
    publisher.publish(
        new Publisher.Work(
            Optional.of(new Publisher.Gateways(state.gatewayInput(), views)),
            MeshChange.NONE,
            Optional.empty(),
            state.policies().revision().toString()));
    return java.util.Objects.requireNonNull(published.poll(30, TimeUnit.SECONDS));
  }

  private Set<String> secrets(ProxyScope scope) {
    return publisher.store().current(scope).resources(ResourceType.SECRET).keySet();
  }

  private long chains(ProxyScope scope) {
    return publisher.store().current(scope).resources(ResourceType.ROUTE).keySet().stream()
        .filter(name -> name.startsWith("https."))
        .count();
  }

  private void policy(String secrets) {
    objects.put(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: p, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: p}
            spec: {secrets: {%s}}
        """
            .formatted(secrets));
  }

  private static String ingress(String name) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %1$s, namespace: shop, uid: uid-%1$s, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec:
          ingressClassName: sekisho
          tls: [{hosts: [%1$s.acme.com], secretName: %1$s}]
          rules: [{host: %1$s.acme.com}]
        """
        .formatted(name);
  }

  private static String secret(String name) {
    var random = new SecureRandom();
    var now = Instant.parse("2026-06-01T11:00:00Z");
    var issued =
        CertificateAuthority.createRoot(new TrustDomain("cluster.local"), now, random)
            .issue(
                IssuanceProfile.serving(List.of(name + ".acme.com"), List.of(), Duration.ofDays(7)),
                now,
                random);
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: shop}
        type: kubernetes.io/tls
        stringData:
          tls.crt: |
        %s
          tls.key: |
        %s
        """
        .formatted(name, issued.certificatePem().indent(4), issued.privateKeyPem().indent(4));
  }
}

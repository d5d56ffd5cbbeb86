package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Proxies that prove who they are, and what only they are served. */
@Timeout(60)
class XdsIdentityIT {
  private static final String WEB = "sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(ConnectedProxy.Variant.class)
  void aSidecarGetsItsOwnCertificate(ConnectedProxy.Variant variant) throws Exception {
    server.publish(TestResources.NONE.with(ResourceType.SECRET, "kubernetes://shop/tls", "secret"));
    try (var client = client(variant, "web-1", WEB)) {
      client.subscribe(ResourceType.SECRET, "default", "ROOTCA", "kubernetes://shop/tls");
      var push = client.acked("its secrets");
      assertThat(push.resources()).containsOnlyKeys("default", "ROOTCA");
      var leaf = leaf(push);
      assertThat(SpiffeId.of(leaf)).contains(new SpiffeId(TestIdentities.DOMAIN, "shop", "web"));
      leaf.verify(server.keys.authority.certificate().getPublicKey());
      var proxy = Objects.requireNonNull(server.events.connected.poll(10, TimeUnit.SECONDS));
      assertThat(proxy.scope()).isEqualTo(ProxyScope.SIDECAR);
      assertThat(proxy.identity().orElseThrow().pod().orElseThrow().name()).isEqualTo("web-1");
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectedProxy.Variant.class)
  void everyStreamHasAKeyOfItsOwn(ConnectedProxy.Variant variant) throws Exception {
    server.publish(TestResources.NONE);
    try (var one = client(variant, "web-1", WEB);
        var other = client(variant, "web-1", WEB)) {
      one.subscribe(ResourceType.SECRET, "default");
      other.subscribe(ResourceType.SECRET, "default");
      assertThat(leaf(one.acked("its secret")).getPublicKey())
          .isNotEqualTo(leaf(other.acked("its secret")).getPublicKey());
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectedProxy.Variant.class)
  void newRootsArePushed(ConnectedProxy.Variant variant) throws Exception {
    server.publish(TestResources.NONE);
    try (var client = client(variant, "web-1", WEB)) {
      client.subscribe(ResourceType.SECRET, "ROOTCA");
      client.acked("the roots");
      var next = new TestKeys().authority;
      server.certificates.replace(next, next.trustBundle());
      var push = client.acked("the new roots");
      assertThat(secret(push, "ROOTCA").getValidationContext().getTrustedCa().getInlineString())
          .isEqualTo(next.certificatePem());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "router~10.0.0.1~web-2.shop~x, FOREIGN_NODE",
    "sidecar~10.0.0.1~web-1.bank~x, FOREIGN_NODE",
    "sidecar~10.0.0.1~web-1~x, FOREIGN_NODE",
  })
  void anothersNodeIdIsRefused(String nodeId, RejectReason problem) throws Exception {
    server.publish(TestResources.NONE.with(ResourceType.CLUSTER, "a", "1"));
    for (var variant : ConnectedProxy.Variant.values()) {
      try (var client = client(variant, "web-1", nodeId)) {
        client.subscribeToAll(ResourceType.CLUSTER);
        assertThat(client.ended().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(client.ended().getDescription()).contains(nodeId).contains("web-1.shop");
        assertThat(server.events.rejected.poll(10, TimeUnit.SECONDS)).isEqualTo(problem);
      }
    }
    assertThat(server.events.pushed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ConnectedProxy.Variant.class)
  void aWrongTokenIsRefusedThoughACertificateIsShown(ConnectedProxy.Variant variant)
      throws Exception {
    server.publish(TestResources.NONE);
    try (var client = client(variant, with(server.tls(), "forged"), WEB)) {
      client.subscribe(ResourceType.SECRET, "default");
      assertThat(client.ended().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(client.ended().getDescription()).isEqualTo("a wrong token");
      assertThat(server.events.rejected.poll(10, TimeUnit.SECONDS))
          .isEqualTo(RejectReason.INVALID_TOKEN);
    }
  }

  @Test
  void aCertificateOfAnotherNamespaceIsNotThatOfTheNode() {
    server.publish(TestResources.NONE);
    try (var client = XdsClient.delta(server.tls(), "router~10.0.0.1~gateway.bank~x")) {
      client.subscribeToAll(ResourceType.CLUSTER);
      assertThat(client.ended().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @ParameterizedTest
  @EnumSource(ConnectedProxy.Variant.class)
  void theStreamsOfAPodEndWithIt(ConnectedProxy.Variant variant) throws Exception {
    server.publish(TestResources.NONE);
    try (var gone = client(variant, "web-1", WEB);
        var stays = client(variant, "web-2", WEB.replace("web-1", "web-2"))) {
      gone.subscribe(ResourceType.SECRET, "ROOTCA");
      gone.acked("the roots");
      stays.subscribe(ResourceType.SECRET, "ROOTCA");
      stays.acked("the roots");
      server.server.podGone(TestIdentities.uid("web-1"));
      assertThat(gone.ended().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(gone.ended().getDescription()).contains("gone");
      stays.subscribe(ResourceType.SECRET, "default");
      stays.acked("another secret");
    }
    Eventually.await(
        "nobody to listen to the authority",
        Duration.ofSeconds(10),
        () -> server.certificates.listeners() == 0);
  }

  @Test
  void aPodThatGoesWhileItIsLetInIsntLetIn() throws Exception {
    server.identities.gone.add(TestIdentities.uid("web-1"));
    server.publish(TestResources.NONE);
    try (var client = client(ConnectedProxy.Variant.DELTA, "web-1", WEB)) {
      client.subscribe(ResourceType.SECRET, "default");
      assertThat(client.ended().getDescription()).contains("gone");
    }
    assertThat(server.events.pushed).isEmpty();
  }

  @Test
  void nobodyHasAnIdentityInPlaintext() {
    server.publish(TestResources.NONE);
    try (var client = XdsClient.delta(server.plaintext(), WEB)) {
      client.subscribe(ResourceType.SECRET, "default", "ROOTCA");
      var push = client.acked("an answer");
      assertThat(push.resources()).isEmpty();
      assertThat(push.removed()).containsExactlyInAnyOrder("default", "ROOTCA");
    }
  }

  @Test
  void connectionsEndAtAnAge() {
    try (var young =
        new TestServer(XdsLimits.DEFAULT.withMaxConnectionAge(Duration.ofMillis(50)))) {
      young.publish(TestResources.NONE.with(ResourceType.CLUSTER, "a", "1"));
      try (var client = XdsClient.delta(young.tls(), XdsClient.GATEWAY_NODE)) {
        client.subscribeToAll(ResourceType.CLUSTER);
        assertThat(client.ended().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      }
    }
  }

  private XdsClient client(ConnectedProxy.Variant variant, String pod, String nodeId) {
    var channel = with(server.tls(server.keys.anonymous()), TestIdentities.token("shop", pod));
    return client(variant, channel, nodeId);
  }

  private static XdsClient client(ConnectedProxy.Variant variant, Channel channel, String nodeId) {
    return switch (variant) {
      case DELTA -> XdsClient.delta(channel, nodeId);
      case STATE_OF_THE_WORLD -> XdsClient.stateOfTheWorld(channel, nodeId);
    };
  }

  private static Channel with(Channel channel, String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Secret secret(XdsClient.Push push, String name) throws Exception {
    return Any.parseFrom(Objects.requireNonNull(push.resources().get(name))).unpack(Secret.class);
  }

  private static X509Certificate leaf(XdsClient.Push push) throws Exception {
    var pem = secret(push, "default").getTlsCertificate().getCertificateChain().getInlineString();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What istioctl asks, without istioctl. */
@Timeout(60)
class XdsDebugIT {
  private static final String SYNC = "istio.io/debug/syncz";
  private static final String CONFIG_DUMP = "istio.io/debug/config_dump";
  private static final String MARKER = "content of a secret";

  private final Answers answers = new Answers();
  private final TestServer server = new TestServer(answers);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsHowFarProxiesAre() throws Exception {
    server.publish(TestResources.NONE.with(ResourceType.CLUSTER, "c", "1"));
    try (var proxy = XdsClient.delta(server.tls(), XdsClient.GATEWAY_NODE)) {
      proxy.subscribeToAll(ResourceType.CLUSTER);
      proxy.acked("clusters");
      server.events.acked.poll(10, TimeUnit.SECONDS);
      proxy.subscribe(ResourceType.ROUTE, "missing");
      proxy.nack(proxy.next("routes"), "don't like it");
      server.events.nacks.poll(10, TimeUnit.SECONDS);
      proxy.subscribe(ResourceType.SECRET, "missing");
      proxy.next("secrets, which aren't answered");
      try (var person = new Person(server.plaintext())) {
        var response = person.ask(SYNC);
        assertThat(response.getTypeUrl()).isEqualTo(SYNC);
        assertThat(response.getControlPlane().getIdentifier())
            .isEqualTo("{\"Component\":\"sekisho\",\"ID\":\"replica-1\",\"Info\":{}}");
        assertThat(response.getResourcesList()).hasSize(1);
        var client = response.getResources(0).unpack(ClientConfig.class);
        assertThat(client.getNode().getId()).isEqualTo("gateway.test");
        assertThat(client.getNode().getMetadata().getFieldsOrThrow("NAMESPACE").getStringValue())
            .isEqualTo("test");
        assertThat(client.getNode().getMetadata().getFieldsOrThrow("CLUSTER_ID").getStringValue())
            .isEqualTo("Kubernetes");
        assertThat(client.getGenericXdsConfigsList())
            .extracting(config -> config.getTypeUrl() + " " + config.getConfigStatus())
            .containsExactly(
                ResourceType.CLUSTER.typeUrl() + " " + ConfigStatus.SYNCED,
                ResourceType.ENDPOINT.typeUrl() + " " + ConfigStatus.NOT_SENT,
                ResourceType.SECRET.typeUrl() + " " + ConfigStatus.STALE,
                ResourceType.LISTENER.typeUrl() + " " + ConfigStatus.NOT_SENT,
                ResourceType.ROUTE.typeUrl() + " " + ConfigStatus.ERROR);
        assertThat(client.getGenericXdsConfigs(4).getErrorState().getDetails())
            .isEqualTo("don't like it");
      }
    }
  }

  @Test
  void whoAsksIsNoProxy() {
    try (var person = new Person(server.plaintext())) {
      person.ask(SYNC);
      assertThat(server.server.connections()).isEmpty();
      assertThat(server.events.connected).isEmpty();
    }
  }

  @Test
  void dumpsWhatAProxyIsServedButForSecrets() throws Exception {
    server.publish(
        TestResources.NONE
            .with(ResourceType.CLUSTER, "c", "1")
            .with(ResourceType.LISTENER, "l", "1")
            .with(ResourceType.SECRET, "s", MARKER));
    try (var person = new Person(server.plaintext())) {
      var response = person.ask(CONFIG_DUMP, "gateway.test");
      assertThat(response.getResourcesList()).hasSize(5);
      var clusters = response.getResources(0).unpack(ClustersConfigDump.class);
      assertThat(clusters.getDynamicActiveClusters(0).getCluster().toByteString())
          .isEqualTo(TestResources.bytes(ResourceType.CLUSTER, "c", "1"));
      var listeners = response.getResources(2).unpack(ListenersConfigDump.class);
      assertThat(listeners.getDynamicListeners(0).getName()).isEqualTo("l");
      assertThat(response.toString()).contains("\\001s").doesNotContain(MARKER);
    }
  }

  @Test
  void aQuestionAboutNoProxyOrSeveralIsAnsweredWithNothing() {
    try (var person = new Person(server.plaintext())) {
      assertThat(person.ask(CONFIG_DUMP).getResourcesList()).isEmpty();
      assertThat(person.ask(CONFIG_DUMP, "a.b", "c.d").getResourcesList()).isEmpty();
      assertThat(person.ask(CONFIG_DUMP, "nobody.nowhere").getResourcesList()).isEmpty();
    }
  }

  @Test
  void anAckIsNoQuestion() {
    try (var person = new Person(server.plaintext())) {
      var first = person.ask(SYNC);
      person.send(
          DiscoveryRequest.newBuilder().setTypeUrl(SYNC).setResponseNonce(first.getNonce()));
      var second = person.ask(CONFIG_DUMP, "nobody.nowhere");
      assertThat(second.getTypeUrl()).isEqualTo(CONFIG_DUMP);
    }
  }

  @Test
  void atTheTlsPortPeopleShowWhoTheyAre() {
    try (var person = new Person(server.tls())) {
      person.ask(SYNC);
      assertThat(answers.askers)
          .last()
          .isInstanceOfSatisfying(
              XdsDebug.Asker.Showing.class,
              asker -> assertThat(asker.credentials().clientChain()).isNotEmpty());
    }
  }

  @Test
  void whoIsntToSeeItIsToldWhy() {
    answers.refuses = true;
    try (var person = new Person(server.tls(server.keys.anonymous()))) {
      person.send(DiscoveryRequest.newBuilder().setTypeUrl(SYNC));
      var end = person.ended();
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(end.getDescription()).isEqualTo("who is asking?");
      assertThat(server.events.rejected).containsExactly(RejectReason.NO_CREDENTIALS);
    }
  }

  /** Tells everything to everybody. */
  private static final class Answers implements java.util.function.Function<TestServer, XdsDebug> {
    final BlockingQueue<XdsDebug.Asker> askers = new LinkedBlockingQueue<>();
    volatile boolean refuses;

    @Override
    public XdsDebug apply(TestServer of) {
      return new XdsDebug() {
        @Override
        public CompletionStage<Answer> answer(Question question, Asker asker) {
          askers.add(asker);
          return CompletableFuture.completedFuture(
              refuses
                  ? new Answer.Refused(RejectReason.NO_CREDENTIALS, "who is asking?")
                  : switch (question) {
                    case Question.Sync() -> new Answer.Sync(of.server.connections());
                    case Question.ConfigDump(var proxy) ->
                        proxy.equals("gateway.test")
                            ? new Answer.ConfigDump(List.of(of.store.current(ProxyScope.GATEWAY)))
                            : new Answer.Nothing();
                  });
        }

        @Override
        public String replica() {
          return "replica-1";
        }
      };
    }
  }

  /** Asks on a stream without a node. */
  private static final class Person implements AutoCloseable, StreamObserver<DiscoveryResponse> {
    private final BlockingQueue<DiscoveryResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<DiscoveryRequest> requests;

    Person(Channel channel) {
      requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);
    }

    DiscoveryResponse ask(String type, String... names) {
      // istioctl's first nonce is made up.
      send(
          DiscoveryRequest.newBuilder()
              .setTypeUrl(type)
              .setResponseNonce("now")
              .addAllResourceNames(List.of(names)));
      try {
        var response = responses.poll(20, TimeUnit.SECONDS);
        assertThat(response).as("an answer (stream: %s)", end).isNotNull();
        return java.util.Objects.requireNonNull(response);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void send(DiscoveryRequest.Builder request) {
      requests.onNext(request.build());
    }

    Status ended() {
      return end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void onNext(DiscoveryResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable t) {
      end.complete(Status.fromThrowable(t));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }

    @Override
    public void close() {
      if (!end.isDone()) {
        requests.onCompleted();
      }
    }
  }
}

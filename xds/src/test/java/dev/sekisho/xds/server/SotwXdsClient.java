package dev.sekisho.xds.server;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The state-of-the-world variant of {@link XdsClient}. */
final class SotwXdsClient extends XdsClient {
  private record Accepted(String version, String nonce) {
    static final Accepted NOTHING = new Accepted("", "");
  }

  private final StreamObserver<DiscoveryRequest> requests;
  private final String nodeId;
  private final Map<ResourceType, Set<String>> names = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Accepted> accepted = new EnumMap<>(ResourceType.class);

  SotwXdsClient(Channel channel, String nodeId) {
    this.nodeId = nodeId;
    this.requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel)
            .streamAggregatedResources(receiver(SotwXdsClient::push));
  }

  @Override
  void subscribeToAll(ResourceType type) {
    send(request(type));
  }

  @Override
  void subscribe(ResourceType type, String... names) {
    names(type).addAll(List.of(names));
    send(request(type));
  }

  /** Wants these and no others from now on; asks for all without any. */
  void subscribeOnly(ResourceType type, Collection<String> wanted) {
    names(type).clear();
    names(type).addAll(wanted);
    send(request(type));
  }

  /** Begins another stream's subscriptions where this one's are. */
  void takeOver(SotwXdsClient before, ResourceType type) {
    var version = before.accepted.getOrDefault(type, Accepted.NOTHING).version();
    accepted.put(type, new Accepted(version, ""));
    subscribeOnly(type, before.names(type));
  }

  @Override
  void unsubscribe(ResourceType type, String... names) {
    List.of(names).forEach(names(type)::remove);
    send(request(type));
  }

  @Override
  void subscribeKnowing(ResourceType type, Push known, String... names) {
    accepted.put(type, new Accepted(known.version(), ""));
    subscribe(type, names);
  }

  @Override
  void ack(Push push) {
    accepted.put(push.type(), new Accepted(push.version(), push.nonce()));
    send(request(push.type()));
  }

  @Override
  void nack(Push push, String message) {
    var before = accepted.getOrDefault(push.type(), Accepted.NOTHING);
    accepted.put(push.type(), new Accepted(before.version(), push.nonce()));
    send(request(push.type()).setErrorDetail(Status.newBuilder().setCode(3).setMessage(message)));
  }

  @Override
  public void close() {
    requests.onCompleted();
  }

  private Set<String> names(ResourceType type) {
    return names.computeIfAbsent(type, t -> new TreeSet<>());
  }

  private DiscoveryRequest.Builder request(ResourceType type) {
    var last = accepted.getOrDefault(type, Accepted.NOTHING);
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(type.typeUrl())
        .setVersionInfo(last.version())
        .setResponseNonce(last.nonce())
        .addAllResourceNames(names(type));
  }

  private void send(DiscoveryRequest.Builder request) {
    node(nodeId).ifPresent(request::setNode);
    requests.onNext(request.build());
  }

  private static Push push(DiscoveryResponse response) {
    var resources = new HashMap<String, ByteString>();
    for (var resource : response.getResourcesList()) {
      resources.put(Resources.getResourceName(resource), resource.toByteString());
    }
    return new Push(
        ResourceType.fromTypeUrl(response.getTypeUrl()).orElseThrow(),
        response.getNonce(),
        resources,
        Map.of(),
        Set.of(),
        response.getVersionInfo(),
        response.getControlPlane().getIdentifier());
  }
}

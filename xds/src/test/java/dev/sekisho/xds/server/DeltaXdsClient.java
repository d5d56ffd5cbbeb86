package dev.sekisho.xds.server;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/** The delta variant of {@link XdsClient}. */
final class DeltaXdsClient extends XdsClient {
  private final StreamObserver<DeltaDiscoveryRequest> requests;
  private final String nodeId;

  DeltaXdsClient(Channel channel, String nodeId) {
    this.nodeId = nodeId;
    this.requests =
        AggregatedDiscoveryServiceGrpc.newStub(channel)
            .deltaAggregatedResources(receiver(DeltaXdsClient::push));
  }

  @Override
  void subscribeToAll(ResourceType type) {
    send(request(type));
  }

  @Override
  void subscribe(ResourceType type, String... names) {
    send(request(type).addAllResourceNamesSubscribe(List.of(names)));
  }

  @Override
  void unsubscribe(ResourceType type, String... names) {
    send(request(type).addAllResourceNamesUnsubscribe(List.of(names)));
  }

  @Override
  void subscribeKnowing(ResourceType type, Push known, String... names) {
    send(
        request(type)
            .addAllResourceNamesSubscribe(List.of(names))
            .putAllInitialResourceVersions(known.versions()));
  }

  @Override
  void ack(Push push) {
    send(request(push.type()).setResponseNonce(push.nonce()));
  }

  @Override
  void nack(Push push, String message) {
    send(
        request(push.type())
            .setResponseNonce(push.nonce())
            .setErrorDetail(Status.newBuilder().setCode(3).setMessage(message)));
  }

  @Override
  public void close() {
    requests.onCompleted();
  }

  private static DeltaDiscoveryRequest.Builder request(ResourceType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  /** A first message with this node. */
  void sendAs(Node.Builder node, ResourceType type) {
    requests.onNext(request(type).setNode(node).build());
  }

  void send(DeltaDiscoveryRequest.Builder request) {
    node(nodeId).ifPresent(request::setNode);
    requests.onNext(request.build());
  }

  private static Push push(DeltaDiscoveryResponse response) {
    var resources = new HashMap<String, ByteString>();
    var versions = new HashMap<String, String>();
    for (var resource : response.getResourcesList()) {
      resources.put(resource.getName(), resource.getResource().toByteString());
      versions.put(resource.getName(), resource.getVersion());
    }
    return new Push(
        ResourceType.fromTypeUrl(response.getTypeUrl()).orElseThrow(),
        response.getNonce(),
        resources,
        versions,
        Set.copyOf(response.getRemovedResourcesList()),
        response.getSystemVersionInfo(),
        response.getControlPlane().getIdentifier());
  }
}

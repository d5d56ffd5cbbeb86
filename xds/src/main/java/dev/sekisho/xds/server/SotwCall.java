package dev.sekisho.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.server.DefaultStartupConfigs;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.controlplane.server.serializer.ProtoResourcesSerializer;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A state-of-the-world stream: java-control-plane speaks the protocol, with a discovery server per
 * stream (a small object) so that watches and callbacks know whose they are. Everything runs on the
 * stream's executor.
 */
final class SotwCall implements StreamObserver<DiscoveryRequest>, StreamEntry.Stream {
  private final StreamContext context;
  private final ServerCallStreamObserver<DiscoveryResponse> responses;
  private final SotwWatcher watcher = new SotwWatcher();
  private final StreamEntry entry;
  private final DebugCall debug;
  private final StreamObserver<DiscoveryRequest> protocol;
  private boolean closed;

  private SotwCall(StreamContext context, ServerCallStreamObserver<DiscoveryResponse> responses) {
    this.context = context;
    this.responses = responses;
    this.entry = new StreamEntry(context, this);
    this.debug = new DebugCall(context, this::respond, this::refuse);
    this.protocol =
        new Server(context, watcher)
            .getAggregatedDiscoveryServiceImpl()
            .streamAggregatedResources(responses);
  }

  static SotwCall open(
      StreamContext context, ServerCallStreamObserver<DiscoveryResponse> responses) {
    responses.disableAutoRequest();
    var call = new SotwCall(context, responses);
    responses.request(1);
    return call;
  }

  @Override
  public void onNext(DiscoveryRequest request) {
    context.executor().execute(() -> receive(request));
  }

  private void receive(DiscoveryRequest request) {
    if (closed) {
      return;
    }
    if (DebugQuestion.isOne(request)) {
      debug.ask(request, () -> responses.request(1));
    } else if (context.report().isConnected()) {
      answer(request);
    } else {
      entry.admit(request.hasNode(), request.getNode(), () -> answer(request));
    }
  }

  private void respond(DiscoveryResponse response) {
    if (!closed) {
      responses.onNext(response);
    }
  }

  private void answer(DiscoveryRequest request) {
    entry.asked(
        ResourceType.fromTypeUrl(request.getTypeUrl()),
        request.getResourceNamesList(),
        () -> {
          if (!closed) {
            protocol.onNext(request);
            responses.request(1);
          }
        });
  }

  @Override
  public void publish(Served served, Map<ResourceType, SortedSet<String>> changed) {
    watcher.publish(served);
  }

  @Override
  public void refuse(Refusal refusal) {
    if (closed) {
      return;
    }
    closed = true;
    entry.end();
    context.report().rejected(refusal);
    protocol.onError(refusal.status().asRuntimeException());
  }

  @Override
  public void close(Refusal refusal) {
    context.executor().execute(() -> refuse(refusal));
  }

  @Override
  public void onError(Throwable t) {
    context.executor().execute(() -> protocol.onError(t));
  }

  @Override
  public void onCompleted() {
    context.executor().execute(protocol::onCompleted);
  }

  @Override
  public void ended() {
    context
        .executor()
        .execute(
            () -> {
              closed = true;
              entry.end();
              context.report().disconnected();
            });
  }

  @Override
  public Optional<ProxyStatus> status() {
    return context.report().status();
  }

  private static final class Server extends V3DiscoveryServer {
    private final SotwWatcher watcher;

    Server(StreamContext context, SotwWatcher watcher) {
      super(
          List.of(new SotwCallbacks(context, watcher)),
          watcher,
          context::executor,
          new Encoded(),
          new DefaultStartupConfigs());
      this.watcher = watcher;
    }

    @Override
    protected DiscoveryResponse makeResponse(
        String version, Collection<Any> resources, String typeUrl, String nonce) {
      return super.makeResponse(version, resources, typeUrl, nonce).toBuilder()
          .setControlPlane(DeltaResponseBytes.controlPlane(watcher.revision()))
          .build();
    }
  }

  /** The watcher's resources are packed already. */
  private static final class Encoded implements ProtoResourcesSerializer {
    @Override
    public Any serialize(Message resource, Resources.ApiVersion apiVersion) {
      return (Any) resource;
    }
  }
}

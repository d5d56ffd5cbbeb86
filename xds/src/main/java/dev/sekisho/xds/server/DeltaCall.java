package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A delta stream's adapter between gRPC, the store and {@link DeltaStream}. All state is used on
 * the stream's executor; nothing is locked while sending, and nothing is sent before gRPC is ready
 * for it.
 */
final class DeltaCall implements StreamObserver<DeltaDiscoveryRequest>, StreamEntry.Stream {
  private final StreamContext context;
  private final ServerCallStreamObserver<DeltaResponseBytes> responses;
  private final DeltaStream stream;
  private final StreamEntry entry;
  private boolean closed;

  private DeltaCall(StreamContext context, ServerCallStreamObserver<DeltaResponseBytes> responses) {
    this.context = context;
    this.responses = responses;
    this.stream = new DeltaStream(context.limits().maxNamesPerStream());
    this.entry = new StreamEntry(context, this);
  }

  static DeltaCall open(
      StreamContext context, ServerCallStreamObserver<DeltaResponseBytes> responses) {
    var call = new DeltaCall(context, responses);
    responses.disableAutoRequest();
    responses.setOnReadyHandler(() -> context.executor().execute(call::send));
    // With a handler, sending on a cancelled call is ignored instead of throwing.
    responses.setOnCancelHandler(() -> {});
    responses.request(1);
    return call;
  }

  @Override
  public void onNext(DeltaDiscoveryRequest request) {
    context.executor().execute(() -> receive(request));
  }

  @Override
  public void onError(Throwable t) {
    // ended() follows, whatever the cause.
  }

  @Override
  public void onCompleted() {
    context
        .executor()
        .execute(
            () -> {
              if (!closed) {
                closed = true;
                responses.onCompleted();
              }
            });
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

  @Override
  public void close(Refusal refusal) {
    context.executor().execute(() -> refuse(refusal));
  }

  @Override
  public void publish(Served served, Map<ResourceType, SortedSet<String>> changed) {
    stream.update(served, changed);
    send();
  }

  private void receive(DeltaDiscoveryRequest request) {
    if (closed) {
      return;
    }
    if (context.report().isConnected()) {
      // Later nodes are ignored: a stream is one proxy's.
      answer(request);
    } else {
      entry.admit(request.hasNode(), request.getNode(), () -> answer(request));
    }
  }

  private void answer(DeltaDiscoveryRequest request) {
    var type = ResourceType.fromTypeUrl(request.getTypeUrl());
    entry.asked(type, request.getResourceNamesSubscribeList(), () -> answer(type, request));
  }

  private void answer(Optional<ResourceType> type, DeltaDiscoveryRequest request) {
    if (closed) {
      return;
    }
    if (type.isPresent()) {
      apply(delta(type.get(), request));
    } else {
      context.report().rejected(UnknownType.refusal(request.getTypeUrl()));
    }
    send();
    // Only now, so that a client can't fill the executor's queue.
    responses.request(1);
  }

  private static DeltaRequest delta(ResourceType type, DeltaDiscoveryRequest request) {
    return new DeltaRequest(
        type,
        request.getResponseNonce(),
        request.hasErrorDetail()
            ? Optional.of(request.getErrorDetail().getMessage())
            : Optional.empty(),
        request.getResourceNamesSubscribeList(),
        request.getResourceNamesUnsubscribeList(),
        request.getInitialResourceVersionsMap());
  }

  private void apply(DeltaRequest request) {
    switch (stream.request(request)) {
      case RequestOutcome.Noted() -> {}
      case RequestOutcome.Acked(var type, var version) -> context.report().acked(type, version);
      case RequestOutcome.Nacked(var type, var version, var names, var message) ->
          context.report().nacked(type, version, names, message);
      case RequestOutcome.Refused(var refusal) -> refuse(refusal);
    }
  }

  @Override
  public void refuse(Refusal refusal) {
    if (closed) {
      return;
    }
    closed = true;
    entry.end();
    context.report().rejected(refusal);
    responses.onError(refusal.status().asRuntimeException());
  }

  private void send() {
    while (!closed && responses.isReady()) {
      var next = stream.next();
      if (next.isEmpty()) {
        return;
      }
      var response = next.get();
      var bytes = new DeltaResponseBytes(response);
      context
          .report()
          .pushed(
              response.type(),
              response.version(),
              response.revision(),
              response.resources().size() + response.removed().size(),
              bytes.size());
      responses.onNext(bytes);
    }
  }
}

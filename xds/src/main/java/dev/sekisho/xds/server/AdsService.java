package dev.sekisho.xds.server;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * The aggregated discovery service of one port, built by hand: the delta method's responses are
 * written from cached bytes, the state-of-the-world method goes to java-control-plane.
 */
final class AdsService {
  private static final MethodDescriptor<DeltaDiscoveryRequest, DeltaResponseBytes> DELTA =
      AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod().toBuilder(
              ProtoUtils.marshaller(DeltaDiscoveryRequest.getDefaultInstance()),
              new ResponseMarshaller())
          // The generated one describes another response class.
          .setSchemaDescriptor(null)
          .build();

  private final Streams streams;
  private final EventLoops loops;
  private final Entrance entrance;

  AdsService(Streams streams, EventLoops loops, Entrance entrance) {
    this.streams = streams;
    this.loops = loops;
    this.entrance = entrance;
  }

  ServerServiceDefinition definition() {
    var sotw = AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod();
    var name = AggregatedDiscoveryServiceGrpc.SERVICE_NAME;
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(name).addMethod(sotw).addMethod(DELTA).build())
        .addMethod(sotw, handler(ConnectedProxy.Variant.STATE_OF_THE_WORLD, SotwCall::open))
        .addMethod(DELTA, handler(ConnectedProxy.Variant.DELTA, DeltaCall::open))
        .build();
  }

  private <Q, R, S extends StreamObserver<Q> & XdsStream> ServerCallHandler<Q, R> handler(
      ConnectedProxy.Variant variant,
      BiFunction<StreamContext, ServerCallStreamObserver<R>, S> open) {
    return (call, headers) -> {
      var context =
          streams.context(
              peer(call), loops.current(), entrance, CallCredentials.of(call, headers), variant);
      var opened = new AtomicReference<XdsStream>();
      var listener =
          ServerCalls.<Q, R>asyncBidiStreamingCall(
                  responses -> {
                    var stream = open.apply(context, (ServerCallStreamObserver<R>) responses);
                    streams.add(stream);
                    opened.set(stream);
                    return stream;
                  })
              .startCall(call, headers);
      return new EndListener<>(listener, () -> streams.end(opened.get()));
    };
  }

  private static String peer(ServerCall<?, ?> call) {
    return String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  /** Tells once that a call is over. gRPC calls exactly one of the two methods. */
  private static final class EndListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Runnable ended;

    EndListener(ServerCall.Listener<Q> delegate, Runnable ended) {
      super(delegate);
      this.ended = ended;
    }

    @Override
    public void onCancel() {
      try {
        super.onCancel();
      } finally {
        ended.run();
      }
    }

    @Override
    public void onComplete() {
      try {
        super.onComplete();
      } finally {
        ended.run();
      }
    }
  }

  /** For a server only: it writes. */
  private static final class ResponseMarshaller implements Marshaller<DeltaResponseBytes> {
    @Override
    public InputStream stream(DeltaResponseBytes response) {
      return response;
    }

    @Override
    public DeltaResponseBytes parse(InputStream stream) {
      throw new UnsupportedOperationException(
          "the server doesn't read " + DeltaDiscoveryResponse.getDescriptor().getName());
    }
  }
}

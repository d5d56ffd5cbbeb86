package dev.sekisho.benchmarks.mesh;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One client of the ceiling. The first request of each type is answered with all that was captured
 * of it; requests with a nonce are ACKs and looked at no further. It leaves the set of open ones
 * when it ends. Used on one event loop only.
 */
final class CeilingCall extends ServerCall.Listener<Ask> {

  private final ServerCall<Ask, byte[]> call;
  private final Map<String, List<byte[]>> captured;
  private final Set<CeilingCall> open;
  private final Set<String> answered = new HashSet<>();
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

  CeilingCall(
      ServerCall<Ask, byte[]> call, Map<String, List<byte[]>> captured, Set<CeilingCall> open) {
    this.call = call;
    this.captured = captured;
    this.open = open;
    call.sendHeaders(new Metadata());
    call.request(Integer.MAX_VALUE);
  }

  void push(byte[] message) {
    if (waiting.isEmpty() && call.isReady()) {
      call.sendMessage(message);
    } else {
      waiting.add(message);
    }
  }

  @Override
  public void onMessage(Ask ask) {
    if (!ask.answers() && answered.add(ask.typeUrl())) {
      captured.getOrDefault(ask.typeUrl(), List.of()).forEach(this::push);
    }
  }

  @Override
  public void onReady() {
    while (!waiting.isEmpty() && call.isReady()) {
      call.sendMessage(waiting.remove());
    }
  }

  @Override
  public void onCancel() {
    open.remove(this);
  }

  @Override
  public void onComplete() {
    open.remove(this);
  }
}

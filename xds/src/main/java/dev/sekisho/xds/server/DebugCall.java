package dev.sekisho.xds.server;

import com.google.protobuf.Any;
import dev.sekisho.xds.server.XdsDebug.Answer;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The part of a state-of-the-world stream that people ask: they are no proxies, and needn't say who
 * they are in a node. One question at a time. Used on the stream's executor only.
 */
final class DebugCall {
  private final StreamContext context;
  private final Consumer<DiscoveryResponse> respond;
  private final Consumer<Refusal> refuse;
  private long answers;

  /**
   * @param respond sends an answer, on the stream's executor
   * @param refuse ends the stream, on the stream's executor
   */
  DebugCall(StreamContext context, Consumer<DiscoveryResponse> respond, Consumer<Refusal> refuse) {
    this.context = context;
    this.respond = respond;
    this.refuse = refuse;
  }

  /** Answers in time; the stream must be given nothing else until then. */
  void ask(DiscoveryRequest request, Runnable done) {
    if (!request.getResponseNonce().isEmpty() && request.getResponseNonce().equals(nonce())) {
      done.run(); // an ACK
      return;
    }
    var unused =
        answer(request)
            .thenApplyAsync(DebugCall::reply, context.work())
            .exceptionally(e -> new Reply.Refused(Refusal.INTERNAL))
            .thenAcceptAsync(
                reply -> {
                  switch (reply) {
                    case Reply.Refused(var refusal) -> refuse.accept(refusal);
                    case Reply.Resources(var resources) -> {
                      answers++;
                      respond.accept(
                          DebugResponses.of(
                              request.getTypeUrl(),
                              nonce(),
                              context.backends().debug().replica(),
                              resources));
                      done.run();
                    }
                  }
                },
                context.executor());
  }

  private CompletionStage<Answer> answer(DiscoveryRequest request) {
    XdsDebug.Asker asker =
        context.entrance().equals(Entrance.OPEN)
            ? new XdsDebug.Asker.Local()
            : new XdsDebug.Asker.Showing(context.credentials());
    return DebugQuestion.of(request)
        .map(question -> context.backends().debug().answer(question, asker))
        .orElseGet(() -> CompletableFuture.completedFuture(new Answer.Nothing()));
  }

  private sealed interface Reply {
    record Resources(List<Any> resources) implements Reply {}

    record Refused(Refusal refusal) implements Reply {}
  }

  private static Reply reply(Answer answer) {
    return switch (answer) {
      case Answer.Sync sync -> new Reply.Resources(DebugResponses.resources(sync));
      case Answer.ConfigDump dump -> new Reply.Resources(DebugResponses.resources(dump));
      // As Istio does: another replica may know the proxy.
      case Answer.Nothing() -> new Reply.Resources(List.of());
      case Answer.Refused(var reason, var message) ->
          new Reply.Refused(new Refusal(reason, message));
    };
  }

  private String nonce() {
    return "debug-" + answers;
  }
}

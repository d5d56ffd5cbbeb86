package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.resources.Snapshots;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A delta stream and its client, written and read as texts. */
final class DeltaConversation {
  final DeltaStream stream;
  private final Map<ResourceType, String> nonces = new EnumMap<>(ResourceType.class);
  private ResourceSnapshot current = ResourceSnapshot.EMPTY;

  DeltaConversation() {
    this(1_000_000);
  }

  DeltaConversation(int maxNames) {
    stream = new DeltaStream(maxNames);
  }

  DeltaConversation publish(String text) {
    return publish(Snapshots.of(text));
  }

  DeltaConversation publish(ResourceSnapshot next) {
    stream.update(Served.of(next), next.changesSince(current));
    current = next;
    return this;
  }

  /** A first request that asks for everything, as Envoy's. */
  RequestOutcome wildcard(String type) {
    return request(type, "", Optional.empty(), List.of(), List.of(), Map.of());
  }

  RequestOutcome subscribe(String type, String... names) {
    return request(type, "", Optional.empty(), List.of(names), List.of(), Map.of());
  }

  RequestOutcome unsubscribe(String type, String... names) {
    return request(type, "", Optional.empty(), List.of(), List.of(names), Map.of());
  }

  RequestOutcome reconnect(String type, Map<String, String> versions, String... names) {
    return request(type, "", Optional.empty(), List.of(names), List.of(), versions);
  }

  RequestOutcome ack(String type) {
    return answer(type, Optional.empty());
  }

  RequestOutcome nack(String type, String message) {
    return answer(type, Optional.of(message));
  }

  private RequestOutcome answer(String type, Optional<String> error) {
    var nonce = nonces.getOrDefault(Snapshots.type(type), "none");
    return request(type, nonce, error, List.of(), List.of(), Map.of());
  }

  RequestOutcome request(
      String type,
      String nonce,
      Optional<String> error,
      List<String> subscribe,
      List<String> unsubscribe,
      Map<String, String> versions) {
    return stream.request(
        new DeltaRequest(Snapshots.type(type), nonce, error, subscribe, unsubscribe, versions));
  }

  /** The next response, such as {@code CDS a=1 -b}; {@code nothing} if there is none to send. */
  String next() {
    var response = stream.next();
    response.ifPresent(r -> nonces.put(r.type(), r.nonce()));
    return response.map(DeltaConversation::text).orElse("nothing");
  }

  /** The next response, ACKed. */
  String acked() {
    var text = next();
    if (!text.equals("nothing")) {
      ack(text.substring(0, 3));
    }
    return text;
  }

  private static String text(DeltaResponse response) {
    var text = new StringBuilder(response.type().shortName());
    response.resources().forEach(r -> text.append(' ').append(r.name() + "=" + r.version()));
    response.removed().forEach(name -> text.append(" -").append(name));
    return text.toString();
  }
}

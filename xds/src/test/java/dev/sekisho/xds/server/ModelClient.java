package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A delta client as the protocol document describes it, for property tests. It fails when it is
 * answered out of order, twice at a time, or with a version that it has ACKed already without a
 * reason.
 */
final class ModelClient {
  private static final class TypeState {
    final Set<String> names = new TreeSet<>();
    final Map<String, String> held = new TreeMap<>();
    final Map<String, String> refused = new HashMap<>();
    final Set<String> expectedAgain = new HashSet<>();
    boolean started;
    boolean wildcard;
    Optional<DeltaResponse> outstanding = Optional.empty();
    Map<String, String> initial = Map.of();
  }

  private final DeltaStream stream;
  private final Map<ResourceType, TypeState> states = new EnumMap<>(ResourceType.class);
  private ResourceSnapshot current = ResourceSnapshot.EMPTY;

  ModelClient(DeltaStream stream) {
    this.stream = stream;
    for (var type : ResourceType.values()) {
      states.put(type, new TypeState());
    }
  }

  /** The same client on a new stream, with what it has. */
  ModelClient reconnect(DeltaStream next) {
    var client = new ModelClient(next);
    states.forEach(
        (type, state) -> {
          var again = client.state(type);
          again.held.putAll(state.held);
          again.initial = Map.copyOf(state.held);
          if (state.wildcard) {
            client.wildcard(type);
          } else {
            client.subscribe(type, List.copyOf(state.names));
          }
        });
    return client;
  }

  void publish(ResourceSnapshot next) {
    stream.update(Served.of(next), next.changesSince(current));
    current = next;
  }

  void subscribe(ResourceType type, List<String> names) {
    var state = state(type);
    if (names.isEmpty()) {
      return;
    }
    if (state.started) {
      // It has to be sent these, though it has them.
      state.expectedAgain.addAll(names);
    }
    state.names.addAll(names);
    request(type, "", Optional.empty(), names, List.of());
  }

  void unsubscribe(ResourceType type, List<String> names) {
    var state = state(type);
    if (!state.started || names.isEmpty()) {
      return;
    }
    for (var name : names) {
      if (state.names.remove(name) && state.wildcard) {
        state.expectedAgain.add(name);
      }
    }
    if (!state.wildcard) {
      names.forEach(state.held::remove);
      names.forEach(state.refused::remove);
    }
    request(type, "", Optional.empty(), List.of(), names);
  }

  void wildcard(ResourceType type) {
    var state = state(type);
    var possible = type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
    if (possible && !state.started) {
      state.wildcard = true;
      request(type, "", Optional.empty(), List.of(), List.of());
    }
  }

  void staleAnswer(ResourceType type) {
    if (state(type).started) {
      request(type, "stale", Optional.of("stale"), List.of(), List.of());
    }
  }

  void ack(ResourceType type) {
    var state = state(type);
    state.outstanding.ifPresent(
        response -> {
          for (var resource : response.resources()) {
            state.refused.remove(resource.name());
            if (wants(state, resource.name())) {
              state.held.put(resource.name(), resource.version());
            }
          }
          state.outstanding = Optional.empty();
          var outcome = request(type, response.nonce(), Optional.empty(), List.of(), List.of());
          assertThat(outcome).isInstanceOf(RequestOutcome.Acked.class);
        });
  }

  void nack(ResourceType type) {
    var state = state(type);
    state.outstanding.ifPresent(
        response -> {
          for (var resource : response.resources()) {
            if (wants(state, resource.name())) {
              state.refused.put(resource.name(), resource.version());
            }
          }
          state.outstanding = Optional.empty();
          var outcome =
              request(type, response.nonce(), Optional.of("refused"), List.of(), List.of());
          assertThat(outcome).isInstanceOf(RequestOutcome.Nacked.class);
        });
  }

  /** Takes the next response, if there is one. */
  boolean receive() {
    var next = stream.next();
    next.ifPresent(this::check);
    return next.isPresent();
  }

  /** Takes and ACKs all that comes. */
  void settle() {
    var rounds = 0;
    do {
      for (var type : ResourceType.values()) {
        ack(type);
      }
      assertThat(rounds++).as("responses until it is settled").isLessThan(100);
    } while (receive());
  }

  void assertUpToDate() {
    for (var type : ResourceType.values()) {
      var state = state(type);
      var expected = new TreeMap<String, String>();
      for (var resource : current.resources(type).values()) {
        if (wants(state, resource.name())) {
          expected.put(resource.name(), resource.version());
        }
      }
      var actual = new TreeMap<>(state.held);
      // A refused version isn't sent again; it counts as what the client should have.
      state.refused.forEach(
          (name, version) -> {
            if (version.equals(expected.get(name))) {
              actual.put(name, version);
            }
          });
      // What it kept instead of a refused resource may hold back removals of what that refers to.
      if (states.values().stream().allMatch(s -> s.refused.isEmpty())) {
        assertThat(actual).as(type.shortName()).isEqualTo(expected);
      } else {
        assertThat(actual).as(type.shortName()).containsAllEntriesOf(expected);
      }
    }
  }

  private void check(DeltaResponse response) {
    var type = response.type();
    var state = state(type);
    assertThat(state.outstanding).as("one response at a time").isEmpty();
    var waits = type == ResourceType.LISTENER || type == ResourceType.ROUTE;
    if (waits && !response.resources().isEmpty()) {
      states.forEach(
          (earlier, other) ->
              assertThat(earlier.compareTo(type) < 0 && other.outstanding.isPresent())
                  .as("%s sent while %s is outstanding", type, earlier)
                  .isFalse());
    }
    assertThat(response.names())
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.naturalOrder());
    for (var resource : response.resources()) {
      var name = resource.name();
      var again = state.expectedAgain.remove(name) || type == ResourceType.ENDPOINT;
      var same =
          resource.version().equals(state.held.get(name)) && !state.refused.containsKey(name);
      assertThat(same && !again).as("%s %s sent twice", type, resource).isFalse();
      assertThat(resource.version().equals(state.refused.get(name)) && !again)
          .as("%s %s sent again though refused", type, resource)
          .isFalse();
    }
    for (var name : response.removed()) {
      assertThat(current.find(type, name)).as("%s %s removed", type, name).isEmpty();
      state.expectedAgain.remove(name);
      state.held.remove(name);
      state.refused.remove(name);
    }
    state.outstanding = Optional.of(response);
  }

  private RequestOutcome request(
      ResourceType type,
      String nonce,
      Optional<String> error,
      List<String> subscribe,
      List<String> unsubscribe) {
    var state = state(type);
    var initial = state.started ? Map.<String, String>of() : state.initial;
    state.started = true;
    return stream.request(new DeltaRequest(type, nonce, error, subscribe, unsubscribe, initial));
  }

  private TypeState state(ResourceType type) {
    return Objects.requireNonNull(states.get(type));
  }

  private static boolean wants(TypeState state, String name) {
    return state.wildcard || state.names.contains(name);
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The delta protocol of one aggregated stream, without I/O and threads: requests and snapshots go
 * in at any time, {@link #next} gives what to send. Not thread-safe.
 *
 * <p>Additions and changes go out in the order of {@link ResourceType}, listeners and routes only
 * when nothing of what they may refer to is outstanding (see {@link PushOrder}). Removals wait
 * until all that has been ACKed, and what refers to the removed goes first: a cluster after the
 * routes that used it.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol">xDS protocol</a>
 */
final class DeltaStream {
  /**
   * So many removals of a type are held back for a client that doesn't ACK, or has refused, what
   * they wait for; beyond that they go out, because each one held is memory.
   */
  static final int MAX_HELD_REMOVALS = 1_000;

  private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);
  private final int maxNames;

  /** Types about which there is something to say: mostly none, which is all that has to be read. */
  private final Set<ResourceType> due = EnumSet.noneOf(ResourceType.class);

  /** Types with a response outstanding. */
  private final Set<ResourceType> outstanding = EnumSet.noneOf(ResourceType.class);

  private Served served = Served.NOTHING;
  private boolean published;
  private long responses;

  /**
   * @param maxNames how many names, of all types together, the client may subscribe to
   */
  DeltaStream(int maxNames) {
    this.maxNames = maxNames;
    for (var type : ResourceType.values()) {
      subscriptions.put(type, new Subscription(type));
    }
  }

  /** Takes in what the client says. */
  RequestOutcome request(DeltaRequest request) {
    var subscription = of(request.type());
    int most = request.subscribe().size() + request.initialVersions().size();
    if (most > 0) { // it's more than an ACK
      int known = subscriptions.values().stream().mapToInt(Subscription::size).sum();
      if (known + most > maxNames) {
        int names = known + subscription.added(request);
        if (names > maxNames) {
          return new RequestOutcome.Refused(Refusal.tooManyNames(names, maxNames));
        }
      }
    }
    var outcome = subscription.settle(request);
    if (request.type() == ResourceType.ENDPOINT && !of(ResourceType.CLUSTER).isStarted()) {
      warmAgain(request);
    }
    subscription.subscribe(request, served);
    settle(request.type(), subscription);
    return outcome;
  }

  /** Takes note of what a change to a subscription has left to do. */
  private void settle(ResourceType type, Subscription subscription) {
    set(outstanding, type, subscription.awaitsAnswer());
    set(due, type, !subscription.isIdle());
  }

  private static void set(Set<ResourceType> types, ResourceType type, boolean isIn) {
    if (isIn) {
      types.add(type);
    } else {
      types.remove(type);
    }
  }

  /**
   * Envoy asks for endpoints before clusters if its last stream ended while clusters were warming.
   * It waits for their endpoints then, though it says that it has them.
   */
  private void warmAgain(DeltaRequest request) {
    if (!of(ResourceType.ENDPOINT).isStarted()) {
      of(ResourceType.ENDPOINT).refresh(request.initialVersions().keySet(), served);
    }
  }

  /**
   * Takes in what is to be served from now on. Before the first call nothing is sent.
   *
   * @param changed the names by type that are different from before; types without may be left out;
   *     of no matter in the first call
   */
  void update(Served now, Map<ResourceType, ? extends Collection<String>> changed) {
    var before = served;
    served = now;
    if (published) {
      changed.forEach(
          (type, names) -> {
            var subscription = of(type);
            subscription.changed(names, before, now);
            settle(type, subscription);
          });
    } else {
      published = true;
      subscriptions.forEach(
          (type, subscription) -> {
            subscription.arrived(now);
            settle(type, subscription);
          });
    }
  }

  /** What is to be sent now, which is then outstanding; empty if nothing is, or has to wait. */
  Optional<DeltaResponse> next() {
    var next = published && !due.isEmpty() ? change() : Optional.<DeltaResponse>empty();
    if (next.isPresent()) {
      responses++;
    }
    return next;
  }

  private Optional<DeltaResponse> change() {
    var waits = false;
    for (var entry : subscriptions.entrySet()) {
      var type = entry.getKey();
      if (outstanding.contains(type)) {
        waits = true;
      } else if (due.contains(type) && (!waits || !PushOrder.waitsForAcks(type))) {
        var subscription = entry.getValue();
        var answer = subscription.answer(served, nonce());
        settle(type, subscription);
        if (answer.isPresent()) {
          refreshEndpoints(answer.get());
          return answer;
        }
      }
    }
    return waits ? overdueRemoval() : removal();
  }

  /** Envoy warms a changed cluster until its endpoints come, changed or not. */
  private void refreshEndpoints(DeltaResponse response) {
    if (response.type() == ResourceType.CLUSTER) {
      var endpoints = of(ResourceType.ENDPOINT);
      endpoints.refresh(response.names(), served);
      settle(ResourceType.ENDPOINT, endpoints);
    }
  }

  private Optional<DeltaResponse> removal() {
    for (var type : PushOrder.REMOVALS) {
      var removals = of(type).removals(served);
      if (!removals.isEmpty()) {
        return Optional.of(remove(type, removals));
      }
      if (of(type).hasRejected()) {
        // What the client kept instead may refer to any of the rest.
        return overdueRemoval();
      }
    }
    return Optional.empty();
  }

  private Optional<DeltaResponse> overdueRemoval() {
    for (var type : PushOrder.REMOVALS) {
      var subscription = of(type);
      if (subscription.pending() > MAX_HELD_REMOVALS && !subscription.awaitsAnswer()) {
        var removals = subscription.removals(served);
        if (removals.size() > MAX_HELD_REMOVALS) {
          return Optional.of(remove(type, removals));
        }
      }
    }
    return Optional.empty();
  }

  private DeltaResponse remove(ResourceType type, List<String> names) {
    if (type == ResourceType.CLUSTER) {
      of(ResourceType.ENDPOINT).noRefresh(names);
    }
    var subscription = of(type);
    var response = subscription.remove(names, served, nonce());
    settle(type, subscription);
    return response;
  }

  private String nonce() {
    return Long.toString(responses + 1);
  }

  private Subscription of(ResourceType type) {
    return Objects.requireNonNull(subscriptions.get(type));
  }
}

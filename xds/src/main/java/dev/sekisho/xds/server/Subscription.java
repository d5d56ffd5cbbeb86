package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one delta stream wants of one type, what it was sent, and what it is still owed. At most one
 * response is outstanding; whatever changes meanwhile conflates in a set of names, so that memory
 * is bounded by the names that exist or were asked for. Not thread-safe.
 */
final class Subscription {
  private static final String WILDCARD = "*";

  /** The version under which a name is remembered that the client was told doesn't exist. */
  private static final String ABSENT = "";

  /** What has to be said about a name. */
  private enum Due {
    NOTHING,
    RESOURCE,
    ABSENCE,
    REMOVAL
  }

  private record Outstanding(String nonce, String version, List<String> names) {}

  private final ResourceType type;
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> sent = new HashMap<>();
  private final Set<String> rejected = new HashSet<>();

  /** Names that the client is owed an answer about, whatever it has. */
  private final Set<String> asked = new HashSet<>();

  /** Names that have to be sent again, if the client is subscribed to them. */
  private final Set<String> stale = new HashSet<>();

  private final TreeSet<String> pending = new TreeSet<>();
  private boolean started;
  private boolean wildcard;
  private boolean greetingDue;
  private Optional<Outstanding> outstanding = Optional.empty();

  Subscription(ResourceType type) {
    this.type = type;
  }

  /** How many names there are to remember. */
  int size() {
    return names.size();
  }

  /** How many names a request would add to those to remember. */
  int added(DeltaRequest request) {
    var added = new HashSet<>(request.subscribe());
    if (!started) {
      added.addAll(request.initialVersions().keySet());
    }
    added.removeAll(names);
    return added.size();
  }

  /** Whether the client has asked for this type at all. */
  boolean isStarted() {
    return started;
  }

  boolean awaitsAnswer() {
    return outstanding.isPresent();
  }

  /** Whether the client holds an older state of a resource than it was sent last. */
  boolean hasRejected() {
    return !rejected.isEmpty();
  }

  /** Settles the outstanding response if the nonce is its; any other nonce is stale. */
  RequestOutcome settle(DeltaRequest request) {
    if (outstanding.isEmpty() || !outstanding.get().nonce().equals(request.nonce())) {
      return new RequestOutcome.Noted();
    }
    var settled = outstanding.get();
    outstanding = Optional.empty();
    if (request.error().isEmpty()) {
      return new RequestOutcome.Acked(type, settled.version());
    }
    // Not sent again until the version changes: the client would only refuse it again.
    settled.names().stream().filter(sent::containsKey).forEach(rejected::add);
    return new RequestOutcome.Nacked(
        type, settled.version(), settled.names(), request.error().get());
  }

  /** Takes over the changes of subscription, whatever the nonce said. */
  void subscribe(DeltaRequest request, ResourceSnapshot snapshot) {
    if (started) {
      for (var name : request.subscribe()) {
        again(name, snapshot);
      }
    } else {
      start(request, snapshot);
    }
    for (var name : request.unsubscribe()) {
      unsubscribe(name, snapshot);
    }
  }

  private void start(DeltaRequest request, ResourceSnapshot snapshot) {
    started = true;
    wildcard =
        hasWildcard()
            && (request.subscribe().contains(WILDCARD)
                || (request.subscribe().isEmpty() && request.unsubscribe().isEmpty()));
    request.subscribe().stream().filter(name -> !isWildcard(name)).forEach(names::add);
    request.initialVersions().entrySet().stream()
        .filter(entry -> wants(entry.getKey()) && !entry.getValue().isEmpty())
        .forEach(entry -> sent.put(entry.getKey(), entry.getValue()));
    stale.retainAll(sent.keySet());
    greetingDue = wildcard && sent.isEmpty();
    markAll(snapshot);
  }

  /** A name that the client may believe it is subscribed to is sent in any case. */
  private void again(String name, ResourceSnapshot snapshot) {
    if (isWildcard(name)) {
      wildcard = true;
      greetingDue = true;
      asked.addAll(snapshot.resources(type).keySet());
      markAll(snapshot);
    } else {
      names.add(name);
      asked.add(name);
      mark(name, snapshot);
    }
  }

  private void unsubscribe(String name, ResourceSnapshot snapshot) {
    if (isWildcard(name)) {
      wildcard = false;
      greetingDue = false;
      Stream.of(sent.keySet(), pending, asked).forEach(set -> set.retainAll(names));
      rejected.retainAll(names);
    } else if (names.remove(name)) {
      if (wildcard) {
        // The client can't know whether the wildcard covers the name: it has to be told.
        asked.add(name);
        mark(name, snapshot);
      } else {
        sent.remove(name);
        Stream.of(pending, asked, stale, rejected).forEach(set -> set.remove(name));
      }
    }
  }

  /** Notes that these names have changed in the snapshot. */
  void changed(Collection<String> changed, ResourceSnapshot snapshot) {
    changed.stream().filter(this::wants).forEach(name -> mark(name, snapshot));
  }

  /** Sends these again if the client has them, or says that it does when it first asks. */
  void refresh(Collection<String> refreshed, ResourceSnapshot snapshot) {
    for (var name : refreshed) {
      if (!started || sent.containsKey(name)) {
        stale.add(name);
        mark(name, snapshot);
      }
    }
  }

  /** Forgets to send these again. */
  void noRefresh(Collection<String> names) {
    stale.removeAll(names);
  }

  /** The response with all that is new, changed or was asked for in vain; empty if nothing is. */
  Optional<DeltaResponse> answer(ResourceSnapshot snapshot, String nonce) {
    var resources = new ArrayList<EncodedResource>();
    var absent = new ArrayList<String>();
    for (var name : pending) {
      switch (due(name, snapshot)) {
        case RESOURCE -> resources.add(snapshot.find(type, name).orElseThrow());
        case ABSENCE -> absent.add(name);
        case REMOVAL, NOTHING -> {}
      }
    }
    if (resources.isEmpty() && absent.isEmpty() && !greetingDue) {
      return Optional.empty();
    }
    greetingDue = false;
    for (var resource : resources) {
      sent.put(resource.name(), resource.version());
      done(resource.name());
    }
    absent.forEach(this::absent);
    return Optional.of(respond(snapshot, nonce, resources, absent));
  }

  /** The names that the client has to give up. */
  List<String> removals(ResourceSnapshot snapshot) {
    return pending.stream().filter(name -> due(name, snapshot) == Due.REMOVAL).toList();
  }

  /** The response with these removals. */
  DeltaResponse remove(List<String> removals, ResourceSnapshot snapshot, String nonce) {
    removals.forEach(this::absent);
    return respond(snapshot, nonce, List.of(), removals);
  }

  /** At least as many as there are {@link #removals}, without looking at each. */
  int pending() {
    return pending.size();
  }

  private DeltaResponse respond(
      ResourceSnapshot snapshot,
      String nonce,
      List<EncodedResource> resources,
      List<String> removed) {
    var response =
        new DeltaResponse(
            type, nonce, snapshot.version(type), snapshot.revision(), resources, removed);
    outstanding = Optional.of(new Outstanding(nonce, response.version(), response.names()));
    return response;
  }

  private void absent(String name) {
    if (names.contains(name)) {
      sent.put(name, ABSENT);
    } else {
      sent.remove(name);
    }
    done(name);
  }

  private void done(String name) {
    Stream.of(pending, asked, stale, rejected).forEach(set -> set.remove(name));
  }

  private void markAll(ResourceSnapshot snapshot) {
    for (var known : List.of(names, sent.keySet())) {
      known.forEach(name -> mark(name, snapshot));
    }
    if (wildcard) {
      snapshot.resources(type).keySet().forEach(name -> mark(name, snapshot));
    }
  }

  private void mark(String name, ResourceSnapshot snapshot) {
    if (due(name, snapshot) == Due.NOTHING) {
      pending.remove(name);
    } else {
      pending.add(name);
    }
  }

  private Due due(String name, ResourceSnapshot snapshot) {
    var known = Optional.ofNullable(sent.get(name));
    var wanted = snapshot.find(type, name);
    if (wanted.isPresent()) {
      var current = known.equals(wanted.map(EncodedResource::version));
      var again = asked.contains(name) || stale.contains(name);
      return wants(name) && (again || !current) ? Due.RESOURCE : Due.NOTHING;
    }
    if (asked.contains(name)) {
      return Due.ABSENCE;
    }
    if (known.isEmpty()) {
      return names.contains(name) ? Due.ABSENCE : Due.NOTHING;
    }
    if (known.get().equals(ABSENT)) {
      return stale.contains(name) ? Due.ABSENCE : Due.NOTHING;
    }
    return Due.REMOVAL;
  }

  private boolean wants(String name) {
    return wildcard || names.contains(name);
  }

  private boolean isWildcard(String name) {
    return hasWildcard() && name.equals(WILDCARD);
  }

  /** The protocol has wildcards for these two only; elsewhere {@code *} is a name like others. */
  private boolean hasWildcard() {
    return type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
  }
}

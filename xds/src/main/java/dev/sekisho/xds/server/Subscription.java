package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one delta stream wants of one type, what it was sent, and what it is still owed. At most one
 * response is outstanding; whatever changes meanwhile conflates in a set of names, so that memory
 * is bounded by the names that exist or were asked for. Not thread-safe.
 *
 * <p>Of a client that has what it wants nothing is remembered but the names that it asked for: what
 * it has is what is served, but for the names in {@code unlike}.
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

  /**
   * Names of which the client doesn't have what is served, with the version that it has; empty: it
   * knows nothing of it.
   */
  private Map<String, Optional<String>> unlike = new HashMap<>();

  private final Set<String> rejected = new HashSet<>();

  /** Names that the client is owed an answer about, whatever it has. */
  private final Set<String> asked = new HashSet<>();

  /** Names that have to be sent again, if the client is subscribed to them. */
  private final Set<String> stale = new HashSet<>();

  private Set<String> pending = new LinkedHashSet<>();
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
    settled.names().stream().filter(this::wants).forEach(rejected::add);
    return new RequestOutcome.Nacked(
        type, settled.version(), settled.names(), request.error().get());
  }

  /** Takes over the changes of subscription, whatever the nonce said. */
  void subscribe(DeltaRequest request, Served served) {
    if (started) {
      for (var name : request.subscribe()) {
        again(name, served);
      }
    } else {
      start(request, served);
    }
    for (var name : request.unsubscribe()) {
      unsubscribe(name, served);
    }
  }

  private void start(DeltaRequest request, Served served) {
    started = true;
    wildcard =
        hasWildcard()
            && (request.subscribe().contains(WILDCARD)
                || (request.subscribe().isEmpty() && request.unsubscribe().isEmpty()));
    request.subscribe().stream()
        .filter(name -> !isWildcard(name))
        .forEach(name -> names.add(shared(name, served)));
    var versions = new HashMap<>(request.initialVersions());
    versions.values().removeIf(String::isEmpty);
    versions.keySet().removeIf(name -> !wants(name));
    versions.forEach((name, version) -> unlike.put(name, Optional.of(version)));
    stale.retainAll(versions.keySet());
    greetingDue = wildcard && versions.isEmpty();
    names.forEach(name -> news(name, served));
    if (wildcard) {
      served.forEachName(type, name -> news(name, served));
    }
    versions.keySet().forEach(name -> mark(name, served));
  }

  private void news(String name, Served served) {
    unlike.putIfAbsent(name, Optional.empty());
    mark(name, served);
  }

  /** Spares the memory for another text that is the same. */
  private String shared(String name, Served served) {
    return served.find(type, name).map(EncodedResource::name).orElse(name);
  }

  /** A name that the client may believe it is subscribed to is sent in any case. */
  private void again(String name, Served served) {
    if (isWildcard(name)) {
      served.forEachName(type, each -> unlike.putIfAbsent(each, held(each, served)));
      wildcard = true;
      greetingDue = true;
      served.forEachName(
          type,
          each -> {
            asked.add(each);
            mark(each, served);
          });
    } else {
      if (!wants(name)) {
        unlike.put(name, Optional.empty());
      }
      names.add(shared(name, served));
      asked.add(name);
      mark(name, served);
    }
  }

  private void unsubscribe(String name, Served served) {
    if (isWildcard(name)) {
      wildcard = false;
      greetingDue = false;
      Stream.of(unlike.keySet(), pending, asked).forEach(set -> set.retainAll(names));
      rejected.retainAll(names);
    } else if (names.remove(name)) {
      if (wildcard) {
        // The client can't know whether the wildcard covers the name: it has to be told.
        asked.add(name);
        mark(name, served);
      } else {
        unlike.remove(name);
        Stream.of(pending, asked, stale, rejected).forEach(set -> set.remove(name));
      }
    }
  }

  /** Notes that what is served of these names was something else before. */
  void changed(Collection<String> changed, Served before, Served now) {
    for (var name : changed) {
      if (wants(name)) {
        unlike.putIfAbsent(name, held(name, before));
        mark(name, now);
      }
    }
  }

  /** Sends these again if the client has them, or says that it does when it first asks. */
  void refresh(Collection<String> refreshed, Served served) {
    for (var name : refreshed) {
      if (!started || held(name, served).isPresent()) {
        stale.add(name);
        mark(name, served);
      }
    }
  }

  /** Forgets to send these again. */
  void noRefresh(Collection<String> names) {
    stale.removeAll(names);
  }

  /** The response with all that is new, changed or was asked for in vain; empty if nothing is. */
  Optional<DeltaResponse> answer(Served served, String nonce) {
    var resources = new ArrayList<EncodedResource>();
    var absent = new ArrayList<String>();
    for (var name : inOrder()) {
      switch (due(name, served)) {
        case RESOURCE -> resources.add(served.find(type, name).orElseThrow());
        case ABSENCE -> absent.add(name);
        case REMOVAL, NOTHING -> {}
      }
    }
    if (resources.isEmpty() && absent.isEmpty() && !greetingDue) {
      return Optional.empty();
    }
    greetingDue = false;
    resources.forEach(resource -> done(resource.name()));
    absent.forEach(this::done);
    release();
    return Optional.of(respond(served, nonce, resources, absent));
  }

  /** The names that the client has to give up. */
  List<String> removals(Served served) {
    return inOrder().stream().filter(name -> due(name, served) == Due.REMOVAL).toList();
  }

  /** The response with these removals. */
  DeltaResponse remove(List<String> removals, Served served, String nonce) {
    removals.forEach(this::done);
    return respond(served, nonce, List.of(), removals);
  }

  /** Quick, since most come in order. */
  private List<String> inOrder() {
    return pending.stream().sorted().toList();
  }

  /** At least as many as there are {@link #removals}, without looking at each. */
  int pending() {
    return pending.size();
  }

  private DeltaResponse respond(
      Served served, String nonce, List<EncodedResource> resources, List<String> removed) {
    var response =
        new DeltaResponse(type, nonce, served.version(type), served.revision(), resources, removed);
    outstanding = Optional.of(new Outstanding(nonce, response.version(), response.names()));
    return response;
  }

  /** From now on the client has what is served of that name, or was told that nothing is. */
  private void done(String name) {
    unlike.remove(name);
    pending.remove(name);
    asked.remove(name);
    stale.remove(name);
    rejected.remove(name);
  }

  /** The first response is a large one, and the room for it isn't needed again. */
  private void release() {
    if (unlike.isEmpty()) {
      unlike = new HashMap<>();
    }
    if (pending.isEmpty()) {
      pending = new LinkedHashSet<>();
    }
  }

  private void mark(String name, Served served) {
    if (due(name, served) == Due.NOTHING) {
      pending.remove(name);
      unlike.remove(name);
    } else {
      pending.add(name);
    }
  }

  /** What the client has of that name; empty: it knows nothing of it. */
  private Optional<String> held(String name, Served served) {
    var exception = unlike.get(name);
    if (exception != null) {
      return exception;
    }
    if (!wants(name)) {
      return Optional.empty();
    }
    var current = served.find(type, name).map(EncodedResource::version);
    return current.isPresent() || !names.contains(name) ? current : Optional.of(ABSENT);
  }

  private Due due(String name, Served served) {
    var known = held(name, served);
    var wanted = served.find(type, name);
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

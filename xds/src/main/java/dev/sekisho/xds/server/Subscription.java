package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one delta stream wants of one type, what it was sent, and what it is still owed. At most one
 * response is outstanding; whatever changes meanwhile conflates in {@code specials}, so that memory
 * is bounded by the names that exist or were asked for. Not thread-safe.
 *
 * <p>Of a client that has what it wants nothing is remembered but the names that it asked for: what
 * it has is what is served, but for the specials.
 */
final class Subscription {
  private static final String WILDCARD = "*";

  /** So many names leave room behind that is worth giving back. */
  private static final int LARGE = 16;

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

  /** Compact while all are the resources' own; a client could choose texts whose hashes collide. */
  private Set<String> names = Set.of();

  /** What there is to remember of a name besides. */
  private final Specials specials = new Specials();

  /** What was to be sent again before the client asked: it may say then that it has it. */
  private Collection<String> early = List.of();

  /** The client has nothing, and nothing was sent: specials aren't kept for that. */
  private boolean fresh;

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
    added.addAll(started ? Set.of() : request.initialVersions().keySet());
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

  /** Whether the client holds something older than it was sent last. */
  boolean hasRejected() {
    return specials.rejected() > 0;
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
    // Not sent again until it changes: the client would only refuse it again.
    settled.names().stream().filter(this::wants).forEach(specials::reject);
    return new RequestOutcome.Nacked(
        type, settled.version(), settled.names(), request.error().get());
  }

  /** Takes over the changes of subscription, whatever the nonce said. */
  void subscribe(DeltaRequest request, Served served) {
    if (request.subscribe().isEmpty() && request.unsubscribe().isEmpty() && started) {
      return; // an ACK
    }
    if (fresh) {
      unfold(served);
    }
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
        type.hasWildcard()
            && (request.subscribe().contains(WILDCARD)
                || (request.subscribe().isEmpty() && request.unsubscribe().isEmpty()));
    names = HashSet.newHashSet(request.subscribe().size());
    for (var name : request.subscribe()) {
      if (!isWildcard(name)) {
        names.add(name);
      }
    }
    var versions = new HashMap<>(request.initialVersions());
    versions.values().removeIf(String::isEmpty);
    versions.keySet().removeIf(name -> !wants(name));
    greetingDue = wildcard && versions.isEmpty();
    fresh = versions.isEmpty();
    if (!fresh) {
      remember(served.inOrder(type, names), served);
      var stale = Set.copyOf(early);
      versions.forEach((name, version) -> has(name, version, stale.contains(name)));
      unfold(served);
      versions.keySet().forEach(name -> mark(name, specials.of(name), served));
    }
    early = List.of();
  }

  private void has(String name, String version, boolean stale) {
    var special = specials.of(name);
    special.has(Optional.of(version));
    special.stale = stale;
  }

  /** Keeps for each name what was kept for all together. */
  private void unfold(Served served) {
    fresh = false;
    names.forEach(name -> news(name, served));
    if (wildcard) {
      served.forEachName(type, name -> news(name, served));
    }
  }

  private void news(String name, Served served) {
    var special = specials.of(name);
    if (!special.unlike) {
      special.has(Optional.empty());
    }
    mark(name, special, served);
  }

  /** Spares the memory for other texts that are the same; returns the names without a resource. */
  private List<String> remember(List<EncodedResource> found, Served served) {
    var absent =
        found.size() == names.size()
            ? List.<String>of()
            : names.stream().filter(name -> served.find(type, name).isEmpty()).sorted().toList();
    var own =
        absent.isEmpty() ? new ObjectOpenHashSet<String>(found.size()) : new HashSet<String>();
    found.forEach(resource -> own.add(resource.name()));
    own.addAll(absent);
    names = own;
    return absent;
  }

  /** A name that the client may believe it is subscribed to is sent in any case. */
  private void again(String name, Served served) {
    if (isWildcard(name)) {
      served.forEachName(type, each -> keepHeld(each, served));
      wildcard = true;
      greetingDue = true;
      served.forEachName(type, each -> ask(each, served));
    } else {
      if (!wants(name)) {
        specials.of(name).has(Optional.empty());
      }
      var own = served.find(type, name).map(EncodedResource::name);
      if (own.isEmpty() && names instanceof ObjectOpenHashSet) {
        names = new HashSet<>(names);
      }
      names.add(own.orElse(name));
      ask(name, served);
    }
  }

  private void ask(String name, Served served) {
    mark(name, specials.asked(name), served);
  }

  private Specials.Special keepHeld(String name, Served served) {
    var held = held(name, served);
    var special = specials.of(name);
    if (!special.unlike) {
      special.has(held);
    }
    return special;
  }

  private void unsubscribe(String name, Served served) {
    if (isWildcard(name)) {
      wildcard = false;
      greetingDue = false;
      specials.retain(names);
    } else if (names.remove(name)) {
      if (wildcard) {
        // The client can't know whether the wildcard covers the name: it has to be told.
        ask(name, served);
      } else {
        specials.done(name);
      }
    }
  }

  /** Notes that what is served of these names was something else before. */
  void changed(Collection<String> changed, Served before, Served now) {
    if (started && !fresh) {
      changed.forEach(name -> changed(name, before, now));
    }
  }

  private void changed(String name, Served before, Served now) {
    if (wants(name)) {
      mark(name, keepHeld(name, before), now);
    }
  }

  /** Notes that this is the first that is served at all. */
  void arrived(Served now) {
    if (started && !fresh) {
      now.forEachName(type, name -> changed(name, Served.NOTHING, now));
    }
  }

  /** Sends these again if the client has them, or says that it does when it first asks. */
  void refresh(Collection<String> refreshed, Served served) {
    if (!started) {
      early = early.isEmpty() ? refreshed : union(early, refreshed);
      return;
    }
    for (var name : refreshed) {
      if (held(name, served).isPresent()) {
        mark(name, specials.stale(name), served);
      }
    }
  }

  private static Collection<String> union(Collection<String> some, Collection<String> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /** Forgets to send these again. */
  void noRefresh(Collection<String> names) {
    if (!early.isEmpty()) {
      early = new HashSet<>(early);
      early.removeAll(Set.copyOf(names));
    }
    names.forEach(specials::notStale);
  }

  /** The response with all that is new, changed or was asked for in vain; empty if nothing is. */
  Optional<DeltaResponse> answer(Served served, String nonce) {
    if (fresh) {
      return Optional.of(first(served, nonce));
    }
    var resources = new ArrayList<EncodedResource>();
    var absent = new ArrayList<String>();
    for (var name : specials.inOrder()) {
      var wanted = served.find(type, name);
      switch (due(name, wanted, served)) {
        case RESOURCE -> resources.add(wanted.orElseThrow());
        case ABSENCE -> absent.add(name);
        case REMOVAL, NOTHING -> {}
      }
    }
    if (resources.isEmpty() && absent.isEmpty() && !greetingDue) {
      return Optional.empty();
    }
    greetingDue = false;
    resources.forEach(resource -> specials.done(resource.name()));
    absent.forEach(specials::done);
    if (resources.size() + absent.size() >= LARGE) {
      specials.release();
    }
    return Optional.of(respond(served, nonce, resources, absent));
  }

  /** Everything that a client wants which has nothing. */
  private DeltaResponse first(Served served, String nonce) {
    var named = served.inOrder(type, names);
    var absent = remember(named, served);
    var resources = wildcard ? served.inOrder(type) : named;
    fresh = false;
    greetingDue = false;
    return respond(served, nonce, resources, absent);
  }

  /** The names that the client has to give up. */
  List<String> removals(Served served) {
    return specials.pending() == 0
        ? List.of()
        : specials.inOrder().stream()
            .filter(name -> due(name, served.find(type, name), served) == Due.REMOVAL)
            .toList();
  }

  /** The response with these removals. */
  DeltaResponse remove(List<String> removals, Served served, String nonce) {
    removals.forEach(specials::done);
    return respond(served, nonce, List.of(), removals);
  }

  /** Whether there is nothing to say, whatever is outstanding. */
  boolean isIdle() {
    return specials.pending() == 0 && !greetingDue && (!fresh || names.isEmpty());
  }

  /** At least as many as there are {@link #removals}, without looking at each. */
  int pending() {
    return specials.pending();
  }

  private DeltaResponse respond(
      Served served, String nonce, List<EncodedResource> resources, List<String> removed) {
    var response =
        new DeltaResponse(type, nonce, served.version(type), served.revision(), resources, removed);
    outstanding = Optional.of(new Outstanding(nonce, response.version(), response.names()));
    return response;
  }

  private void mark(String name, Specials.Special special, Served served) {
    specials.mark(name, special, due(name, served.find(type, name), served) != Due.NOTHING);
  }

  /** What the client has of that name; empty: it knows nothing of it. */
  private Optional<String> held(String name, Served served) {
    if (fresh) {
      return Optional.empty();
    }
    var special = specials.find(name);
    if (special != null && special.unlike) {
      return special.held;
    }
    if (!wants(name)) {
      return Optional.empty();
    }
    var current = served.find(type, name).map(EncodedResource::version);
    return current.isPresent() || !names.contains(name) ? current : Optional.of(ABSENT);
  }

  /**
   * @param wanted what is served of that name
   */
  private Due due(String name, Optional<EncodedResource> wanted, Served served) {
    var special = specials.find(name);
    boolean asked = special != null && special.asked;
    boolean stale = special != null && special.stale;
    var known = held(name, served);
    if (wanted.isPresent()) {
      var current = known.isPresent() && known.get().equals(wanted.get().version());
      return wants(name) && (asked || stale || !current) ? Due.RESOURCE : Due.NOTHING;
    }
    if (asked) {
      return Due.ABSENCE;
    }
    if (known.isEmpty()) {
      return names.contains(name) ? Due.ABSENCE : Due.NOTHING;
    }
    if (known.get().equals(ABSENT)) {
      return stale ? Due.ABSENCE : Due.NOTHING;
    }
    return Due.REMOVAL;
  }

  private boolean wants(String name) {
    return wildcard || names.contains(name);
  }

  private boolean isWildcard(String name) {
    return type.hasWildcard() && name.equals(WILDCARD);
  }
}

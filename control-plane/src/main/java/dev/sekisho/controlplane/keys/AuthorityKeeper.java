package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.AuthoritySwitch;
import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.ExpiryNotice;
import dev.sekisho.certs.RootDecision;
import dev.sekisho.certs.RootRotation;
import dev.sekisho.certs.RootState;
import dev.sekisho.controlplane.keys.AuthorityStore.Kept;
import dev.sekisho.controlplane.keys.AuthorityStore.PluggedIn;
import dev.sekisho.controlplane.leader.Leadership;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * The authority that is in force: follows what is kept, and time. The leader rotates the root; all
 * replicas sign and trust as the state that is kept says. While what is kept can't be used, the
 * last that could stays in force.
 */
public final class AuthorityKeeper implements Authority, AutoCloseable {

  private final AuthorityStore store;
  private final RootRotation rotation;
  private final Leadership leadership;
  private final AuthorityEvents events;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ScheduledExecutorService thread;
  private final Wakeup wakeup;
  private final Listeners listeners = new Listeners();
  private final Runnable unsubscribe;
  private volatile InForce inForce;

  // Of the thread.
  private Kept kept;
  private Optional<AuthoritySwitch> change;
  private Optional<String> unusable = Optional.empty();
  private boolean gone;
  private final Set<String> replaced = new HashSet<>();
  private Optional<String> told = Optional.empty();

  private AuthorityKeeper(
      AuthorityStore store,
      RootRotation rotation,
      Leadership leadership,
      AuthorityEvents events,
      ScheduledExecutorService thread,
      InstantSource clock,
      SecureRandom random) {
    this.store = store;
    this.rotation = rotation;
    this.leadership = leadership;
    this.events = events;
    this.thread = thread;
    this.clock = clock;
    this.random = random;
    var now = clock.instant();
    kept = store.loadOrCreate(() -> rotation.first(now, random));
    // Whoever was there before stays trusted while a user's authority takes its place.
    change =
        kept.pluggedIn()
            .flatMap(
                own ->
                    kept.root()
                        .map(AuthorityStore.Versioned::state)
                        .map(
                            state ->
                                new AuthoritySwitch(
                                    state.current(), state.trust(), own.authority(), own.since())));
    inForce = inForce(now);
    events.changed(inForce, phase());
    wakeup = new Wakeup("the certificate authority", this::look, thread, clock);
    unsubscribe = leadership.onChange(wakeup::now);
  }

  /**
   * Loads or creates what is kept, on the thread that calls, and follows it from then on.
   *
   * @param leadership of who writes
   * @param thread a single one, which stays its owner's to end
   * @throws dev.sekisho.controlplane.StartupException if what is kept can't be used
   */
  public static AuthorityKeeper start(
      AuthorityStore store,
      RootRotation rotation,
      Leadership leadership,
      AuthorityEvents events,
      ScheduledExecutorService thread,
      InstantSource clock,
      SecureRandom random) {
    var keeper = new AuthorityKeeper(store, rotation, leadership, events, thread, clock, random);
    store.watch(keeper.new Watcher());
    keeper.wakeup.now();
    return keeper;
  }

  private final class Watcher implements AuthorityStore.Listener {
    @Override
    public void changed(Kept now) {
      onThread(() -> adopt(now));
    }

    @Override
    public void problem(String problem) {
      onThread(() -> unusable = Optional.of(problem));
    }

    @Override
    public void rootGone(String problem) {
      onThread(
          () -> {
            unusable = Optional.of(problem);
            gone = true;
          });
    }

    private void onThread(Runnable task) {
      if (!thread.isShutdown()) {
        thread.execute(task);
        wakeup.now();
      }
    }
  }

  private void adopt(Kept now) {
    if (now.root().filter(root -> replaced.contains(root.version())).isPresent()) {
      return; // older than what we wrote ourselves, and told late
    }
    unusable = Optional.empty();
    gone = false;
    var wanted = wanted(now);
    if (!inForce.trust().roots().contains(wanted.signer().root())
        || !wanted.trust().roots().contains(inForce.signer().root())) {
      // No step of a rotation: another authority, which is made known from now on.
      change =
          Optional.of(
              new AuthoritySwitch(
                  inForce.signer(), inForce.trust(), wanted.signer(), clock.instant()));
    }
    kept = now;
  }

  private Instant look() {
    var now = clock.instant();
    if (gone && leadership.isLeader()) {
      // Who starts without it would make another root, which nobody trusts yet.
      kept.root().ifPresent(root -> store.restore(root.state()));
    }
    var until = kept.pluggedIn().isPresent() ? Instant.MAX : rotate(now);
    var next = inForce(now);
    var before = inForce;
    if (!next.trust().equals(before.trust())
        || !next.signer().certificate().equals(before.signer().certificate())) {
      inForce = next;
      events.changed(next, phase());
      listeners.call();
    }
    var problem = problem(now);
    if (!problem.equals(told)) {
      told = problem;
      events.problem(problem);
    }
    return Stream.of(
            Stream.of(until),
            change.stream().flatMap(c -> c.nextChange(rotation.lifetimes(), now).stream()),
            Stream.of(ExpiryNotice.from(next.signer())).filter(now::isBefore))
        .flatMap(each -> each)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Makes the steps that are due, if this process leads. Returns when the next one is. */
  private Instant rotate(Instant now) {
    var root = kept.root().orElseThrow(() -> new IllegalStateException("nothing is kept"));
    var decision = rotation.decide(root.state(), now);
    while (!(decision instanceof RootDecision.Keep(var until))) {
      if (!leadership.isLeader() || unusable.isPresent()) {
        return Instant.MAX; // a change of either wakes us
      }
      var written = store.replace(root, rotation.apply(root.state(), decision, now, random));
      if (written.isEmpty()) {
        return Instant.MAX; // another did it; the store will tell
      }
      replaced.add(root.version());
      root = written.get();
      kept = new Kept(written, kept.pluggedIn());
      events.rotated(decision);
      decision = rotation.decide(root.state(), now);
    }
    return until;
  }

  private InForce inForce(Instant now) {
    var wanted = wanted(kept);
    var lifetimes = rotation.lifetimes();
    return change
        .map(
            c ->
                new InForce(
                    c.signer(lifetimes, now).equals(c.before()) ? c.before() : wanted.signer(),
                    wanted.trust().and(c.trust(lifetimes, now))))
        .orElse(wanted);
  }

  /** What is in force if nothing else was shortly before. */
  private static InForce wanted(Kept kept) {
    return kept.pluggedIn()
        .map(own -> new InForce(own.authority(), own.authority().trustBundle()))
        .or(() -> kept.root().map(root -> of(root.state())))
        .orElseThrow(() -> new IllegalStateException("nothing is kept"));
  }

  private static InForce of(RootState state) {
    return new InForce(state.current(), state.trust());
  }

  private RootState.Phase phase() {
    return kept.pluggedIn().isPresent()
        ? RootState.Phase.STABLE
        : kept.root().map(r -> r.state().phase()).orElse(RootState.Phase.STABLE);
  }

  private Optional<String> problem(Instant now) {
    if (unusable.isPresent()) {
      return unusable;
    }
    var state = inForce.signer();
    return state.isSelfMade()
        ? Optional.empty()
        : ExpiryNotice.of(
                kept.pluggedIn().map(PluggedIn::name).orElse("the certificate authority"),
                state,
                now)
            .map(CertificateProblem::toString);
  }

  @Override
  public InForce inForce() {
    return inForce;
  }

  @Override
  public Runnable onChange(Runnable listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    unsubscribe.run();
    store.close();
  }
}

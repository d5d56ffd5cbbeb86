package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.source.ClusterPods;
import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.tracing.PublicationTraces;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.store.ResourceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the source of objects and those who are served: applies what changes on the model's
 * thread, and publishes what follows to the proxies.
 */
final class ClusterModel implements ClusterSource.Sink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterModel.class);

  /** How often reservations are looked for that are over: they end by themselves, but take room. */
  private static final long TIDY_SECONDS = 5;

  /** Until a leader that couldn't read what is kept tries again. */
  private static final long RETRY_SECONDS = 1;

  private final ClusterSource source;
  private final Leadership leadership;
  private final PolicyReporter reporter;
  private final WithheldReporter withheld;
  private final Set<ObjectKey> restored;
  private final Metrics metrics;
  private final InstantSource clock;
  private final ModelThread thread;
  private final ScheduledThreadPoolExecutor timer;
  private final Alarm expiry;
  private final Publisher publisher;
  private final ConnectedScopes proxies;
  private final SidecarWork sidecars;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private Runnable endListening = () -> {};

  private final List<Runnable> policyListeners = new CopyOnWriteArrayList<>();

  /** What keeps this process from being ready; empty: nothing. */
  private volatile String waitingFor = "the cluster isn't read yet";

  private volatile PolicySet inForce = PolicySet.EMPTY;
  private volatile List<String> policyProblems = List.of();

  // Of the model's thread.
  private boolean synced;
  private boolean complete;
  private boolean routingDue;
  private Map<ProxyScope, ConnectedScopes.Member> gateways = Map.of();
  private Set<String> problems = Set.of();
  private Optional<Set<ObjectKey>> namedSecrets = Optional.empty();

  /** Reads what the source kept as last good; reports nothing before {@link #start}. */
  ClusterModel(
      ClusterState state,
      Function<ClusterSource.Sink, ClusterSource> openSource,
      Leadership leadership,
      GatewayPorts gatewayPorts,
      MeshSettings mesh,
      Metrics metrics,
      PublicationTraces traces,
      InstantSource clock) {
    this.leadership = leadership;
    this.metrics = metrics;
    this.clock = clock;
    this.thread = new ModelThread(state, this::follow);
    this.timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("expiry").daemon().factory());
    this.expiry =
        new Alarm(
            clock,
            (delay, task) -> {
              var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            },
            this::expired);
    this.publisher = new Publisher(gatewayPorts, mesh, traces, this::published);
    // What follows from a change follows from this one, too.
    this.proxies = new ConnectedScopes(state.ownNamespace(), () -> thread.change(s -> {}));
    this.sidecars = new SidecarWork(proxies, mesh.elsewhere());
    this.source = openSource.apply(this);
    var lastGood = source.lastGood();
    this.restored = Set.copyOf(lastGood.keySet());
    this.reporter = new PolicyReporter(source, lastGood, leadership.isLeader());
    this.withheld = new WithheldReporter(source, leadership.isLeader());
    state.timeIs(clock.instant());
    lastGood.forEach(state::restore);
  }

  void start() {
    thread.start();
    source.start();
    endListening = leadership.onChange(this::leadershipChanged);
    var unused =
        timer.scheduleWithFixedDelay(this::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
  }

  /** Configures sidecars from now on, when the Pods have been read. */
  void watch(ClusterPods pods) {
    sidecars.watch(pods, thread);
  }

  /** Configures sidecars without Pods. */
  void withoutPods() {
    thread.change(state -> sidecars.withoutPods());
  }

  /** The Pods whose sidecars no connection to them passes; on the model's thread. */
  List<PodIdentity> unredirectedPods() {
    return sidecars.unredirectedPods();
  }

  private void leadershipChanged() {
    if (leadership.isLeader()) {
      Thread.ofVirtual().name("take-over").start(this::takeOver);
    } else {
      thread.change(
          state -> {
            reporter.follow();
            withheld.follow();
            routingDue = true;
          });
    }
  }

  /** Writes what the leader before didn't, by what is there now. */
  private void takeOver() {
    if (!leadership.isLeader()) {
      return;
    }
    try {
      var kept = source.lastGood();
      thread.change(
          state -> {
            if (leadership.isLeader()) {
              reporter.lead(state, kept);
              withheld.lead(state);
              routingDue = true;
            }
          });
    } catch (StartupException e) {
      LOG.warn("can't take over yet: {}", e.getMessage());
      retryTakeOver();
    }
  }

  private void retryTakeOver() {
    try {
      var unused = timer.schedule(this::leadershipChanged, RETRY_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed"); // nothing is left to be done
    }
  }

  /** The next request would do so as well, but may be long in coming. */
  private void tidy() {
    var unused =
        thread.ask(
            state -> {
              state.expireReservations(clock.instant());
              return state;
            });
  }

  /** Completes when all that the cluster holds is known and published. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** The readiness that the admin port shows. */
  AdminServer.Readiness readiness() {
    var missing = waitingFor;
    if (!missing.isEmpty()) {
      return new AdminServer.Readiness(false, "not ready: " + missing);
    }
    var policies = inForce;
    int count = policies.policies().size();
    return new AdminServer.Readiness(
        true,
        count == 0
            ? "ready: no policy is in force, nothing is enforced"
            : "ready: policies in force: " + count + ", revision " + policies.revision());
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /**
   * @param what this process can't be ready without, for people
   */
  void waitingFor(String what) {
    waitingFor = "waiting for " + what;
  }

  /** From now on this process is ready. */
  void serving() {
    waitingFor = "";
  }

  String revision() {
    return inForce.revision().toString();
  }

  List<String> policyProblems() {
    return policyProblems;
  }

  /** The policies in force; doesn't block. */
  PolicySet policies() {
    return inForce;
  }

  /** Calls the listener, which must not block, when other policies are in force than before. */
  void onPolicies(Runnable listener) {
    policyListeners.add(listener);
  }

  InstantSource clock() {
    return clock;
  }

  ModelThread thread() {
    return thread;
  }

  ClusterSource source() {
    return source;
  }

  ConnectedScopes proxies() {
    return proxies;
  }

  ResourceStore store() {
    return publisher.store();
  }

  @Override
  public void changed(ObjectChange change) {
    thread.change(
        state -> {
          state.apply(change, clock.instant()).ifPresent(reporter::add);
          if (change instanceof ObjectChange.Deleted(var key) && key.kind().equals("ConfigMap")) {
            reporter.removed(key);
          }
        });
  }

  @Override
  public void synced() {
    thread.change(
        state -> {
          synced = true;
          state.dropRestored(restored).forEach(reporter::removed);
          if (state.policies().policies().isEmpty()) {
            LOG.warn("no policy is in force: nothing is enforced");
          }
        });
  }

  @Override
  public void problem(String where, String problem) {
    metrics.sourceProblem();
    LOG.warn("{}: {}", where, problem);
  }

  private void expired() {
    thread.change(
        state -> {
          if (state.timeIs(clock.instant())) {
            LOG.info("an exemption has expired: revision {}", state.policies().revision());
          }
        });
  }

  /** Works out what follows from changes, on the model's thread. */
  private void follow(ClusterState state) {
    expiry.set(state.policies().nextExpiry());
    if (!synced) {
      return;
    }
    if (state.takeRoutingChanged()) {
      routingDue = true;
      followPolicies(state);
    }
    if (complete) {
      publisher.publish(
          new Publisher.Work(
              gateways(state),
              sidecars.change(state),
              sidecars.audiences(state),
              state.policies().revision().toString()));
    }
  }

  private void followPolicies(ClusterState state) {
    var named = state.namedSecrets();
    if (!namedSecrets.equals(Optional.of(named))) {
      namedSecrets = Optional.of(named);
      var watched = source.watchSecrets(named);
      if (!complete) {
        // A gateway that reconnects mustn't lose its HTTPS for lack of Secrets not read yet.
        watched.whenComplete((done, failure) -> thread.change(s -> complete = true));
      }
    }
    boolean policiesChanged = inForce != state.policies();
    inForce = state.policies();
    if (policiesChanged) {
      policyListeners.forEach(Runnable::run);
    }
    policyProblems =
        state.policyStatuses().values().stream()
            .flatMap(
                status ->
                    status instanceof PolicyStatus.Broken b ? b.problems().stream() : Stream.of())
            .map(PolicyProblem::toString)
            .toList();
  }

  private Optional<Publisher.Gateways> gateways(ClusterState state) {
    var connected = proxies.gateways();
    if (!routingDue && connected.equals(gateways)) {
      return Optional.empty();
    }
    routingDue = false;
    gateways = connected;
    return Optional.of(new Publisher.Gateways(state.gatewayInput(), views(state)));
  }

  private List<GatewayView> views(ClusterState state) {
    return gateways.entrySet().stream()
        .map(
            entry ->
                GatewayView.of(
                    entry.getKey(), entry.getValue(), state.hosts()::namespace, state.policies()))
        .toList();
  }

  /** Proxies first: nobody's routes wait for what is told to people. */
  private void published(Publisher.Published result) {
    if (!result.news()) {
      return;
    }
    var unused =
        thread
            .ask(
                state -> {
                  tell(state, result);
                  return state;
                })
            .thenRun(() -> ready.complete(null));
  }

  private void tell(ClusterState state, Publisher.Published result) {
    reporter.flush(state);
    logProblems(state, result);
    withheld.tell(state);
    metrics.update(state);
  }

  /** What isn't served as it was meant, once for as long as it lasts. */
  private void logProblems(ClusterState state, Publisher.Published result) {
    var now = new TreeSet<String>();
    result.problems().forEach(p -> now.add(p.object() + " " + p.fieldPath() + ": " + p.message()));
    state.secretProblems().forEach((key, problem) -> now.add(key + ": " + problem));
    now.addAll(state.hosts().ownerLabelProblems());
    sidecars.problems().forEach(now::add);
    now.addAll(state.mesh().problems());
    now.stream().filter(problem -> !problems.contains(problem)).forEach(p -> LOG.warn("{}", p));
    problems = now;
  }

  @Override
  public void close() {
    endListening.run();
    source.close();
    timer.shutdownNow();
    thread.close();
    publisher.close();
  }
}

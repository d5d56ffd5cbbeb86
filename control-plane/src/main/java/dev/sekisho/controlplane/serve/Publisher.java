package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.tracing.PublicationTraces;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.engine.MeshEngine;
import dev.sekisho.xds.model.ConfigProblem;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.ProxyConfig;
import dev.sekisho.xds.model.ProxyConfigBuilder;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.store.ResourceStore;
import dev.sekisho.xds.translate.GatewayTranslator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the proxies' configuration and publishes it, on a thread of its own: admission never waits
 * for a translation. What comes while one is at work replaces what waits, so that many changes cost
 * no more than one. Changes of Services wait for each other besides, as {@link Pace} says; nothing
 * else waits for them.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /**
   * What is to be published.
   *
   * @param gateways empty: nothing that they follow from has changed
   * @param mesh what has changed for sidecars since the work before
   * @param sidecars those that are connected; empty until all is known that they are configured
   *     from: they keep what they have
   * @param revision of the policies
   */
  record Work(
      Optional<Gateways> gateways,
      MeshChange mesh,
      Optional<Map<ProxyScope, Audience>> sidecars,
      String revision) {
    Work {
      sidecars = sidecars.map(Map::copyOf);
    }

    Work with(MeshChange change) {
      return new Work(gateways, change, sidecars, revision);
    }

    /** This after what nobody has taken yet. */
    Work after(@Nullable Work missed) {
      return missed == null
          ? this
          : new Work(gateways.or(missed::gateways), missed.mesh.then(mesh), sidecars, revision);
    }
  }

  /**
   * What the connected gateways follow from.
   *
   * @param views of those that are connected
   */
  record Gateways(GatewayInput input, List<GatewayView> views) {
    Gateways {
      views = List.copyOf(views);
    }
  }

  /**
   * What nobody has taken yet.
   *
   * @param since when the first of it was handed in, by {@link System#nanoTime}
   */
  private record Waiting(Work work, long since) {
    Waiting after(@Nullable Waiting missed) {
      return missed == null ? this : new Waiting(work.after(missed.work), missed.since);
    }
  }

  /**
   * What was published.
   *
   * @param problems what isn't served as it was meant, somewhere
   * @param news whether more than what sidecars know of Services was published, or the problems are
   *     others
   */
  record Published(String revision, Set<ConfigProblem> problems, boolean news) {}

  private final GatewayPorts ports;
  private final GatewayTranslator translator;
  private final Consumer<Published> published;
  private final PublicationTraces traces;
  private final ResourceStore store;
  private final MeshEngine mesh;
  private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("publisher").daemon().factory());

  private final Pace pace = new Pace();

  /** Of this thread: changed Services that wait for others. */
  private MeshChange gathered = MeshChange.NONE;

  /** Of this thread: since when. */
  private long gatheredSince;

  /** Of this thread: whether it will wake up for them. */
  private boolean alarm;

  /** Of this thread: as proxies were when it was told last. */
  private Work last = new Work(Optional.empty(), MeshChange.NONE, Optional.empty(), "");

  /** Of this thread. */
  private Set<ProxyScope> served = Set.of();

  /** Of this thread: the gateways'. */
  private Set<ConfigProblem> problems = Set.of();

  /** Of this thread: all that there were the last time. */
  private Set<ConfigProblem> told = Set.of();

  /** One that nobody follows. */
  Publisher(GatewayPorts ports, MeshSettings settings, Consumer<Published> published) {
    this(ports, settings, PublicationTraces.OFF, published);
  }

  /**
   * @param published called after each publication, on this thread
   */
  Publisher(
      GatewayPorts ports,
      MeshSettings settings,
      PublicationTraces traces,
      Consumer<Published> published) {
    this.ports = ports;
    this.traces = traces;
    this.published = published;
    this.store = new ResourceStore(traces);
    this.translator = new GatewayTranslator(settings.trustDomain());
    this.mesh = new MeshEngine(settings, store);
  }

  ResourceStore store() {
    return store;
  }

  /** Publishes what follows from the work, soon; called from one thread. */
  void publish(Work work) {
    var handedIn = new Waiting(work, System.nanoTime());
    if (waiting.getAndUpdate(handedIn::after) == null && !thread.isShutdown()) {
      thread.execute(this::next);
    }
  }

  private void next() {
    var taken = waiting.getAndSet(null);
    if (taken != null) {
      publishInTime(taken);
    }
  }

  /** What has gathered may go. */
  private void wake() {
    alarm = false;
    var taken = waiting.getAndSet(null);
    publishInTime(
        taken == null
            ? new Waiting(
                new Work(Optional.empty(), MeshChange.NONE, last.sidecars(), last.revision()),
                System.nanoTime())
            : taken);
  }

  private void publishInTime(Waiting taken) {
    last = taken.work();
    long now = System.nanoTime();
    var revision = taken.work().revision();
    try {
      var due = inTime(taken, now);
      var result = publishNow(due.work());
      traces.published(new PublicationTraces.Times(due.since(), now), revision);
      published.accept(result);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("internal error; proxies keep what they have", e);
      traces.failed(new PublicationTraces.Times(taken.since(), now), revision, e);
    }
  }

  /** The work without Services whose time hasn't come, or with those whose has. */
  private Waiting inTime(Waiting taken, long now) {
    var work = taken.work();
    var services = gathered.then(work.mesh().ofServices());
    if (services.isEmpty()) {
      return taken;
    }
    long since = gathered.isEmpty() ? taken.since() : gatheredSince;
    gathered = MeshChange.NONE;
    long wait = pace.waitAt(now);
    if (wait <= 0) {
      pace.goneAt(now);
      return new Waiting(work.with(services.then(work.mesh().withoutServices())), since);
    }
    gathered = services;
    gatheredSince = since;
    if (!alarm && !thread.isShutdown()) {
      alarm = true;
      var unused = thread.schedule(this::wake, wait, TimeUnit.NANOSECONDS);
    }
    return new Waiting(work.with(work.mesh().withoutServices()), taken.since());
  }

  private Published publishNow(Work work) {
    work.gateways().ifPresent(gateways -> problems = publish(gateways));
    store.publish(ProxyScope.SIDECAR, ResourceSnapshot.EMPTY.at(work.revision()));
    mesh.apply(work.mesh(), work.sidecars().orElse(Map.of()), work.revision());
    var all =
        Stream.concat(problems.stream(), mesh.problems().stream()).collect(Collectors.toSet());
    boolean news = work.gateways().isPresent() || !all.equals(told);
    told = all;
    return new Published(work.revision(), all, news);
  }

  private Set<ConfigProblem> publish(Gateways gateways) {
    var whole = ProxyConfigBuilder.build(gateways.input(), ports);
    var found = new LinkedHashSet<>(whole.problems());
    store.publish(
        ProxyScope.GATEWAY_PLAINTEXT, translator.translate(whole, ProxyScope.GATEWAY_PLAINTEXT));
    publishGateways(gateways, whole, found);
    return found;
  }

  /** Most have all: for them the work is done once. */
  private void publishGateways(Gateways gateways, ProxyConfig whole, Set<ConfigProblem> problems) {
    Optional<ResourceSnapshot> ofWhole = Optional.empty();
    for (var gateway : gateways.views()) {
      var seen = gateway.of(gateways.input());
      if (seen.withheld().isEmpty()) {
        if (ofWhole.isEmpty()) {
          ofWhole = Optional.of(translator.translate(whole, gateway.scope()));
        }
        store.publish(gateway.scope(), ofWhole.orElseThrow());
      } else {
        var config = ProxyConfigBuilder.build(seen, ports);
        problems.addAll(config.problems());
        store.publish(gateway.scope(), translator.translate(config, gateway.scope()));
      }
    }
    var now = gateways.views().stream().map(GatewayView::scope).collect(Collectors.toSet());
    var gone = new HashSet<>(served);
    gone.removeAll(now);
    gone.forEach(store::drop);
    served = now;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

package dev.sekisho.controlplane.serve;

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
  private final ResourceStore store = new ResourceStore();
  private final MeshEngine mesh;
  private final AtomicReference<@Nullable Work> waiting = new AtomicReference<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("publisher").daemon().factory());

  private final Pace pace = new Pace();

  /** Of this thread: changed Services that wait for others. */
  private MeshChange gathered = MeshChange.NONE;

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

  /**
   * @param published called after each publication, on this thread
   */
  Publisher(GatewayPorts ports, MeshSettings settings, Consumer<Published> published) {
    this.ports = ports;
    this.published = published;
    this.translator = new GatewayTranslator(settings.trustDomain());
    this.mesh = new MeshEngine(settings, store);
  }

  ResourceStore store() {
    return store;
  }

  /** Publishes what follows from the work, soon; called from one thread. */
  void publish(Work work) {
    if (waiting.getAndUpdate(work::after) == null && !thread.isShutdown()) {
      thread.execute(this::next);
    }
  }

  private void next() {
    var work = waiting.getAndSet(null);
    if (work != null) {
      publishInTime(work);
    }
  }

  /** What has gathered may go. */
  private void wake() {
    alarm = false;
    var work = waiting.getAndSet(null);
    publishInTime(
        work == null
            ? new Work(Optional.empty(), MeshChange.NONE, last.sidecars(), last.revision())
            : work);
  }

  private void publishInTime(Work work) {
    last = work;
    try {
      published.accept(publishNow(inTime(work)));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("internal error; proxies keep what they have", e);
    }
  }

  /** The work without Services whose time hasn't come, or with those whose has. */
  private Work inTime(Work work) {
    var services = gathered.then(work.mesh().ofServices());
    gathered = MeshChange.NONE;
    if (services.isEmpty()) {
      return work;
    }
    long now = System.nanoTime();
    long wait = pace.waitAt(now);
    if (wait <= 0) {
      pace.goneAt(now);
      return work.with(services.then(work.mesh().withoutServices()));
    }
    gathered = services;
    if (!alarm && !thread.isShutdown()) {
      alarm = true;
      var unused = thread.schedule(this::wake, wait, TimeUnit.NANOSECONDS);
    }
    return work.with(work.mesh().withoutServices());
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

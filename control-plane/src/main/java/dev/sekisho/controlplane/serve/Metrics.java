package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.parse.PolicyStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All metrics, by their Prometheus names. Thread-safe. */
final class Metrics implements AutoCloseable {

  private static final String EXPIRY = "sekisho.certificate.expiry.timestamp.seconds";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  // Known here too: to make a meter's name and tags anew each time costs microseconds.
  private final Map<Admission, Timer> admissions = new ConcurrentHashMap<>();

  private final Map<String, Pushes> pushes = new ConcurrentHashMap<>();
  private final Map<String, Timer> acks = new ConcurrentHashMap<>();

  private final AtomicInteger connected =
      registry.gauge("sekisho.xds.connected.proxies", new AtomicInteger());
  private final AtomicInteger policyProblems =
      registry.gauge("sekisho.policy.problems", new AtomicInteger());
  private final AtomicInteger policies = registry.gauge("sekisho.policies", new AtomicInteger());
  private final AtomicInteger secretProblems =
      registry.gauge("sekisho.secret.problems", new AtomicInteger());
  private final AtomicInteger authorityProblems =
      registry.gauge("sekisho.certificate.authority.problems", new AtomicInteger());
  private final AtomicInteger servingProblems =
      registry.gauge("sekisho.serving.certificate.problems", new AtomicInteger());
  private final AtomicLong servingExpiry =
      registry.gauge(EXPIRY, Tags.of("certificate", "serving"), new AtomicLong());
  private final AtomicLong xdsExpiry =
      registry.gauge(EXPIRY, Tags.of("certificate", "xds"), new AtomicLong());
  private final MultiGauge authorityExpiry = MultiGauge.builder(EXPIRY).register(registry);
  private final MultiGauge rotation =
      MultiGauge.builder("sekisho.root.rotation.info")
          .description("1 for the phase of the root's rotation")
          .register(registry);
  private final MultiGauge revision =
      MultiGauge.builder("sekisho.policy.revision.info")
          .description("1 for the policy revision in force")
          .register(registry);
  private final MultiGauge claims =
      MultiGauge.builder("sekisho.claiming.objects")
          .description("Objects that claim hosts, by verdict of the ledger")
          .register(registry);

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  void leadership(Leadership leadership) {
    Gauge.builder("sekisho.leader", leadership, l -> l.isLeader() ? 1 : 0)
        .description("1 where this replica is the one that writes to the cluster")
        .register(registry);
  }

  void serving(Instant webhookNotAfter, Instant xdsNotAfter) {
    servingExpiry.set(webhookNotAfter.getEpochSecond());
    xdsExpiry.set(xdsNotAfter.getEpochSecond());
  }

  /**
   * @param expiries of the authority's certificates, by name
   */
  void authority(Map<String, Instant> expiries, String phase) {
    authorityExpiry.register(
        expiries.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                each ->
                    MultiGauge.Row.of(
                        Tags.of("certificate", each.getKey()), each.getValue().getEpochSecond()))
            .toList(),
        true);
    rotation.register(List.of(MultiGauge.Row.of(Tags.of("phase", phase), 1)), true);
  }

  void rootRotated(String step) {
    count("sekisho.root.rotations", "step", step);
  }

  void servingProblem(boolean isThere) {
    servingProblems.set(isThere ? 1 : 0);
  }

  void authorityProblem(boolean isThere) {
    authorityProblems.set(isThere ? 1 : 0);
  }

  /**
   * @param webhook path that was asked
   */
  void admission(String webhook, String verdict, String kind, String operation, Duration duration) {
    admissions
        .computeIfAbsent(new Admission(webhook, verdict, kind, operation), this::admissionTimer)
        .record(duration);
  }

  private record Admission(String webhook, String verdict, String kind, String operation) {}

  private Timer admissionTimer(Admission tags) {
    return Timer.builder("sekisho.admission.duration")
        .description("From the request's head to its answer")
        .tags("webhook", tags.webhook(), "verdict", tags.verdict())
        .tags("kind", tags.kind(), "operation", tags.operation())
        .publishPercentileHistogram()
        .register(registry);
  }

  void admissionRejected(int status) {
    count("sekisho.admission.rejected", "status", Integer.toString(status));
  }

  void admissionConnectionFailed(String reason) {
    count("sekisho.admission.connections.failed", "reason", reason);
  }

  void admissionFailed() {
    count("sekisho.admission.internal.errors", "cause", "exception");
  }

  void proxyConnected() {
    connected.incrementAndGet();
  }

  void proxyDisconnected() {
    connected.decrementAndGet();
  }

  /** How many there are now. */
  int connectedProxies() {
    return connected.get();
  }

  void pushed(String type, int bytes) {
    var counters =
        pushes.computeIfAbsent(
            type,
            t ->
                new Pushes(
                    registry.counter("sekisho.xds.pushes", "type", t),
                    registry.counter("sekisho.xds.pushed.bytes", "type", t)));
    counters.responses().increment();
    counters.bytes().increment(bytes);
  }

  private record Pushes(Counter responses, Counter bytes) {}

  void acked(String type, Duration after) {
    acks.computeIfAbsent(type, this::ackTimer).record(after);
  }

  private Timer ackTimer(String type) {
    return Timer.builder("sekisho.xds.ack.duration")
        .description("From sending a response to its ACK")
        .tag("type", type)
        .publishPercentileHistogram()
        .register(registry);
  }

  void nack(String type) {
    count("sekisho.xds.nacks", "type", type);
  }

  /**
   * @param kind of the webhook configuration whose caBundle was filled or put right
   */
  void webhookRepaired(String kind) {
    count("sekisho.webhook.repairs", "kind", kind);
  }

  void xdsRejected(String reason) {
    count("sekisho.xds.rejected", "reason", reason);
  }

  /**
   * @param result issued, signed or failed
   */
  void workloadCertificate(String result) {
    count("sekisho.workload.certificates", "result", result);
  }

  void sourceProblem() {
    count("sekisho.source.problems", "source", "objects");
  }

  private void count(String name, String tag, String value) {
    registry.counter(name, tag, value).increment();
  }

  /** Takes over what the state says; called by the thread that owns it. */
  void update(ClusterState state) {
    policies.set(state.policies().policies().size());
    policyProblems.set(
        Math.toIntExact(
            state.policyStatuses().values().stream()
                .filter(PolicyStatus.Broken.class::isInstance)
                .count()));
    secretProblems.set(state.secretProblems().size());
    revision.register(
        List.of(MultiGauge.Row.of(Tags.of("revision", state.policies().revision().toString()), 1)),
        true);
    var counts = state.hosts().counts();
    claims.register(
        List.of(
            row("granted", counts.granted()),
            row("not_allowed", counts.notAllowed()),
            row("conflict", counts.conflicting())),
        true);
  }

  private static MultiGauge.Row<Number> row(String verdict, int count) {
    return MultiGauge.Row.of(Tags.of("verdict", verdict), count);
  }

  /** In the Prometheus text format. */
  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}

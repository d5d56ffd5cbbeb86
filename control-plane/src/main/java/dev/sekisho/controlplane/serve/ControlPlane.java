package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.debug.DebugPages;
import dev.sekisho.controlplane.debug.StreamDebug;
import dev.sekisho.controlplane.debug.ViewerAccess;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.source.KubernetesConnection;
import dev.sekisho.controlplane.source.KubernetesSource;
import dev.sekisho.controlplane.source.LastGoodFiles;
import dev.sekisho.controlplane.source.LeaderElection;
import dev.sekisho.controlplane.source.ManifestSource;
import dev.sekisho.controlplane.source.TrustBundleConfigMaps;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.tracing.OtlpTracing;
import dev.sekisho.controlplane.tracing.Tracing;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.server.XdsBackends;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running control plane: everything is wired here, by hand. Its admin port answers from the
 * start; the webhook and xDS begin once all that the cluster holds is known, so that nobody is
 * served from half a picture.
 */
public final class ControlPlane implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Addresses addresses;
  private final ClusterModel model;

  private ControlPlane(ControlPlaneConfig config) throws InterruptedException {
    try {
      var clock = InstantSource.system();
      var random = new SecureRandom();
      var connection = connection(config.source());
      var replica = ReplicaName.of(System.getenv(), random);
      var election = connection.map(c -> LeaderElection.open(c, config.namespace(), replica));
      var leadership = election.<Leadership>map(e -> e).orElseGet(Leadership::always);
      var directory = config.dataDirectory().map(DataDirectory::open);
      var metrics = new Metrics();
      parts.push(metrics);
      var tracing = tracing(config, replica, clock, metrics);
      parts.push(tracing);
      var certificates =
          new Certificates(config, connection, directory, leadership, metrics, clock, random);
      parts.push(certificates);
      var vertx = Vertx.vertx();
      parts.push(() -> Binding.await(vertx.close().toCompletionStage()));
      metrics.leadership(leadership);
      var identities = identities(config, connection, clock);
      parts.push(identities);
      model =
          new ClusterModel(
              new ClusterState(
                  config.namespace(), Optional.of(SidecarBootstrap.injector(config.sidecars()))),
              sink -> source(config, connection, leadership, directory, sink),
              leadership,
              config.gatewayPorts(),
              new MeshSettings(
                  config.certificates().trustDomain(),
                  SidecarPorts.DEFAULT,
                  config.proxies().elsewhere()),
              metrics,
              tracing.publications(),
              clock);
      parts.push(model);
      identities.pods().ifPresentOrElse(model::watch, model::withoutPods);
      var ports = config.ports();
      var decisions = new DecisionLog();
      var proxies = new AtomicReference<Supplier<List<ProxyStatus>>>(List::of);
      var access = new ViewerAccess(identities.authenticator(), config.namespace());
      model.start();
      var admin =
          Binding.of(
              AdminServer.start(
                      vertx,
                      ports.host(),
                      ports.admin(),
                      new AdminServer.Pages(
                          model::isAlive,
                          model::readiness,
                          metrics::scrape,
                          decisions::json,
                          access,
                          new DebugPages(
                              () -> proxies.get().get(), model.store(), model.thread()::ask)))
                  .toCompletionStage(),
              "admin",
              ports.host(),
              ports.admin());
      model.ready().get();
      var servers =
          TlsServers.start(
              vertx,
              config,
              model,
              metrics,
              new AdmissionLog(metrics, decisions, clock),
              tracing.admission(),
              certificates,
              new XdsBackends(
                  model.store(),
                  model.proxies(),
                  identities.authenticator(),
                  new AuthorityCertificates(
                      certificates.authority(),
                      config.certificates().lifetimes().workload(),
                      clock),
                  new StreamDebug(
                      () -> proxies.get().get(),
                      model.store(),
                      identities.people(),
                      access,
                      replica)),
              clock);
      parts.push(servers);
      proxies.set(servers::proxies);
      identities.onPodGone(servers::podGone);
      webhookConfiguration(config.source())
          .ifPresentOrElse(
              name ->
                  parts.push(
                      Registration.start(
                          connection.orElseThrow(),
                          leadership,
                          name,
                          certificates.webhookKeys(),
                          model,
                          metrics)),
              model::serving);
      connection
          .filter(c -> directory.isEmpty())
          .ifPresent(
              c ->
                  parts.push(TrustBundleConfigMaps.start(c, certificates.authority(), leadership)));
      election.ifPresent(this::stand);
      addresses =
          new Addresses(
              ports.host(),
              servers.webhookPort(),
              servers.xdsPort(),
              servers.xdsPlaintextPort(),
              admin.actualPort());
    } catch (ExecutionException e) {
      close();
      throw new IllegalStateException("the model never fails to become ready", e);
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts one; returns when it serves. A cluster that goes away after the first call to it is
   * waited for, and the admin port says so.
   *
   * @throws StartupException if it can't serve: a port is in use, a folder can't be used, the
   *     cluster doesn't answer at all
   */
  public static ControlPlane start(ControlPlaneConfig config) throws InterruptedException {
    return new ControlPlane(config);
  }

  /** Not before it serves: one that can't be ready mustn't keep others from leading. */
  private void stand(LeaderElection election) {
    parts.push(election);
    election.start();
  }

  private Optional<KubernetesConnection> connection(ControlPlaneConfig.Source source) {
    return switch (source) {
      case ControlPlaneConfig.Source.Kubernetes(var kubeconfig, var ignored) -> {
        var connection = KubernetesConnection.open(kubeconfig);
        parts.push(connection);
        yield Optional.of(connection);
      }
      case ControlPlaneConfig.Source.Folder ignored -> Optional.empty();
    };
  }

  /** OpenTelemetry's classes are loaded by the one line that needs them, if it is reached. */
  private static Tracing tracing(
      ControlPlaneConfig config, String replica, InstantSource clock, Metrics metrics) {
    return config
        .tracing()
        .<Tracing>map(
            settings -> OtlpTracing.start(settings, replica, clock, metrics::connectedProxies))
        .orElse(Tracing.OFF);
  }

  private static ProxyIdentities identities(
      ControlPlaneConfig config, Optional<KubernetesConnection> connection, InstantSource clock) {
    var domain = config.certificates().trustDomain();
    return connection
        .map(c -> ProxyIdentities.of(c, domain, config.proxies().tokenAudience(), clock))
        .orElseGet(() -> ProxyIdentities.of(domain));
  }

  private static Optional<String> webhookConfiguration(ControlPlaneConfig.Source source) {
    return switch (source) {
      case ControlPlaneConfig.Source.Kubernetes cluster -> cluster.webhookConfiguration();
      case ControlPlaneConfig.Source.Folder ignored -> Optional.empty();
    };
  }

  private static ClusterSource source(
      ControlPlaneConfig config,
      Optional<KubernetesConnection> connection,
      Leadership leadership,
      Optional<DataDirectory> directory,
      ClusterSource.Sink sink) {
    return switch (config.source()) {
      case ControlPlaneConfig.Source.Kubernetes ignored ->
          KubernetesSource.open(connection.orElseThrow(), config.namespace(), leadership, sink);
      case ControlPlaneConfig.Source.Folder(var folder) ->
          ManifestSource.open(
              folder, config.namespace(), new LastGoodFiles(directory.orElseThrow()), sink);
    };
  }

  public Addresses addresses() {
    return addresses;
  }

  /** The revision of the policies in force, as users see it. */
  public String revision() {
    return model.revision();
  }

  /** What is wrong with policies now: file or ConfigMap key, line, column, path, and why. */
  public List<String> policyProblems() {
    return model.policyProblems();
  }

  /** Ends everything that was started, the last thing first. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("closing: {}", e.getMessage());
      }
    }
  }
}

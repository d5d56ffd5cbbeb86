package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;
import static dev.sekisho.controlplane.StartupException.Reason.UNAVAILABLE;

import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.RootRotation;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.keys.Authority;
import dev.sekisho.controlplane.keys.AuthorityKeeper;
import dev.sekisho.controlplane.keys.AuthorityStore;
import dev.sekisho.controlplane.keys.ClientCertificate;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.controlplane.keys.FolderAuthorityStore;
import dev.sekisho.controlplane.keys.IssuedServingKeys;
import dev.sekisho.controlplane.keys.SecretServingKeys;
import dev.sekisho.controlplane.keys.ServingCertificate;
import dev.sekisho.controlplane.keys.ServingKeys;
import dev.sekisho.controlplane.keys.ServingNames;
import dev.sekisho.controlplane.leader.Leadership;
import dev.sekisho.controlplane.source.KubernetesConnection;
import dev.sekisho.controlplane.source.NamedSecret;
import dev.sekisho.controlplane.source.SecretAuthorityStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The authority, and the key pair that is served, as the configuration has them. */
final class Certificates implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ControlPlaneConfig config;
  private final Optional<KubernetesConnection> connection;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("certificates").daemon().factory());
  private final CertificateReport report;
  private final Authority authority;
  private final ServingKeys webhookKeys;
  private final ServingKeys xdsKeys;

  /**
   * Loads or makes them.
   *
   * @param directory where keys are kept; empty: in Secrets
   * @throws StartupException if what is kept can't be used
   */
  Certificates(
      ControlPlaneConfig config,
      Optional<KubernetesConnection> connection,
      Optional<DataDirectory> directory,
      Leadership leadership,
      Metrics metrics,
      InstantSource clock,
      SecureRandom random) {
    this.config = config;
    this.connection = connection;
    this.clock = clock;
    this.random = random;
    this.report = new CertificateReport(metrics);
    parts.push(thread::shutdownNow);
    if (config.certificates().servingSecret().isPresent() && connection.isEmpty()) {
      throw new StartupException(INPUT, "--serving-certificate-secret needs --source kubernetes");
    }
    try {
      var keeper = keeper(directory, leadership);
      parts.push(keeper);
      authority = keeper;
      // Proxies know our own authority alone, so that the xDS port always shows one of it.
      xdsKeys = issued(directory, keeper);
      webhookKeys = config.certificates().servingSecret().map(this::ofSecret).orElse(xdsKeys);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private AuthorityKeeper keeper(Optional<DataDirectory> directory, Leadership leadership) {
    var settings = config.certificates();
    var lifetimes =
        directory.isPresent()
            ? settings.lifetimes().withClients(ClientCertificate.LIFE)
            : settings.lifetimes();
    return AuthorityKeeper.start(
        directory
            .<AuthorityStore>map(folder -> new FolderAuthorityStore(folder, clock))
            .orElseGet(
                () ->
                    SecretAuthorityStore.open(connection.orElseThrow(), config.namespace(), clock)),
        new RootRotation(settings.trustDomain(), lifetimes),
        // Each process with a folder has an authority of its own.
        directory.isPresent() ? Leadership.always() : leadership,
        report,
        thread,
        clock,
        random);
  }

  private ServingKeys issued(Optional<DataDirectory> directory, Authority issuer) {
    var local = directory.isPresent() || config.ports().isLoopback();
    var keys =
        IssuedServingKeys.start(
            new ServingCertificate(
                directory,
                issuer,
                ServingNames.of(config.namespace(), local),
                config.certificates().lifetimes().serving(),
                random),
            issuer,
            thread,
            clock);
    parts.push(keys);
    return keys;
  }

  private ServingKeys ofSecret(String name) {
    var secret = NamedSecret.of(connection.orElseThrow(), config.namespace(), name);
    var data =
        secret
            .data()
            .orElseThrow(
                () ->
                    new StartupException(
                        UNAVAILABLE,
                        secret.title() + " isn't there; --serving-certificate-secret names it"));
    var keys =
        switch (SecretServingKeys.start(
            secret.title(), data, report::servingProblem, thread, clock)) {
          case LoadResult.Loaded<SecretServingKeys>(var loaded) -> loaded;
          case LoadResult.Refused<SecretServingKeys>(var problems) ->
              throw new StartupException(
                  INPUT, secret.title() + ": " + SecretServingKeys.text(problems));
        };
    parts.push(secret);
    secret.watch(keys::changed);
    return keys;
  }

  Authority authority() {
    return authority;
  }

  /** What the webhook serves, and what the API server is to trust. */
  ServingKeys webhookKeys() {
    return webhookKeys;
  }

  /** What the xDS port serves. */
  ServingKeys xdsKeys() {
    return xdsKeys;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("closing", e);
      }
    }
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.certs.CertificateAuthorityException;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.LeafState;
import dev.sekisho.certs.RotationDecision;
import dev.sekisho.certs.RotationDecision.Keep;
import dev.sekisho.certs.RotationPolicy;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.WorkloadCertificates;
import dev.sekisho.xds.identity.WorkloadSecrets;
import dev.sekisho.xds.resources.EncodedResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The certificate and the trust bundle of the workload behind one stream. Made when the stream
 * first asks for them, renewed as {@link RotationPolicy} decides; the key is kept nowhere else, and
 * goes with the stream. All methods are called on the stream's executor for work.
 */
final class StreamSecrets {
  /** After the authority failed. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final WorkloadCertificates certificates;
  private final ProxyIdentity identity;
  private final Executor executor;
  private final Later later;
  private final InstantSource clock;
  private final StreamReport report;
  private final Consumer<Map<String, EncodedResource>> served;
  private final double jitter = ThreadLocalRandom.current().nextDouble();

  private Optional<IssuedCertificate> current = Optional.empty();
  private Map<String, EncodedResource> resources = Map.of();
  private Optional<Runnable> unsubscribe = Optional.empty();
  private Runnable cancelNext = () -> {};
  private boolean stopped;

  /**
   * @param served takes what is served from now on, by name
   */
  StreamSecrets(
      StreamContext context,
      ProxyIdentity identity,
      Consumer<Map<String, EncodedResource>> served) {
    this.certificates = context.backends().certificates();
    this.identity = identity;
    this.executor = context.work();
    this.later = context.later();
    this.clock = context.clock();
    this.report = context.report();
    this.served = served;
  }

  /** The client wants secrets of these names. */
  void asked(Collection<String> names) {
    if (!stopped && unsubscribe.isEmpty() && names.stream().anyMatch(WorkloadSecrets::isName)) {
      unsubscribe = Optional.of(certificates.onChange(() -> executor.execute(this::refresh)));
      refresh();
    }
  }

  void stop() {
    stopped = true;
    unsubscribe.ifPresent(Runnable::run);
    cancelNext.run();
  }

  private void refresh() {
    if (stopped) {
      return;
    }
    var now = clock.instant();
    var trust = certificates.trust();
    var retry = now.plus(RETRY);
    Instant until;
    try {
      until = renew(trust, now);
    } catch (CertificateAuthorityException e) {
      report.certificateFailed(e.reason().label());
      until = retry;
    }
    serve(trust);
    cancelNext.run();
    var wait = Duration.between(now, until);
    cancelNext = later.after(wait, () -> executor.execute(this::refresh));
  }

  /** Issues another certificate if that is due; gives the time to look again. */
  private Instant renew(TrustBundle trust, Instant now) {
    var profile = certificates.profile(identity.spiffeId());
    if (current.isPresent()
        && decide(current.get(), profile, trust, now) instanceof Keep(var until)) {
      return until;
    }
    var issued = certificates.issue(profile);
    current = Optional.of(issued);
    report.certificateIssued(issued.notAfter());
    return decide(issued, profile, trust, now) instanceof Keep(var until) ? until : now.plus(RETRY);
  }

  private RotationDecision decide(
      IssuedCertificate certificate, IssuanceProfile profile, TrustBundle trust, Instant now) {
    var end = Optional.of(certificates.issuerEnd());
    return RotationPolicy.decide(new LeafState(certificate, profile, trust, end, jitter), now);
  }

  private void serve(TrustBundle trust) {
    var now = new HashMap<String, EncodedResource>();
    now.put(WorkloadSecrets.TRUST, WorkloadSecrets.trust(trust));
    current.ifPresent(c -> now.put(WorkloadSecrets.CERTIFICATE, WorkloadSecrets.certificate(c)));
    if (!now.equals(resources)) {
      resources = Map.copyOf(now);
      served.accept(resources);
    }
  }
}

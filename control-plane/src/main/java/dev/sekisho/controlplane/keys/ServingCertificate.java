package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.LeafState;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.RotationDecision;
import dev.sekisho.certs.RotationPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificate of the webhook and of the xDS port, kept in the data directory and renewed at
 * half its life. For one thread.
 */
public final class ServingCertificate {

  private static final String CERTIFICATE = "serving/cert.pem";
  private static final String KEY = "serving/key.pem";
  private static final Duration LIFE = Duration.ofDays(7);
  private static final String SERVICE = "sekisho";
  private static final String DOMAIN = "cluster.local";

  private final DataDirectory directory;
  private final CertificateAuthority authority;
  private final IssuanceProfile profile;
  private final SecureRandom random;
  private final double jitter;

  /**
   * @param namespace of the Service by which the API server reaches the webhook
   */
  public ServingCertificate(
      DataDirectory directory,
      CertificateAuthority authority,
      String namespace,
      SecureRandom random) {
    this.directory = directory;
    this.authority = authority;
    this.random = random;
    this.jitter = random.nextDouble();
    String inNamespace = SERVICE + "." + namespace;
    this.profile =
        IssuanceProfile.serving(
            List.of(
                SERVICE,
                inNamespace,
                inNamespace + ".svc",
                inNamespace + ".svc." + DOMAIN,
                "localhost"),
            List.of("127.0.0.1", "::1"),
            LIFE);
  }

  /** The certificate to serve at {@code now}: the one that is kept, or a new one if it is due. */
  public IssuedCertificate at(Instant now) {
    return directory.exclusively(
        () -> kept().filter(certificate -> isGood(certificate, now)).orElseGet(() -> issue(now)));
  }

  private boolean isGood(IssuedCertificate certificate, Instant now) {
    var state = new LeafState(certificate, profile, authority.trustBundle(), jitter);
    return switch (RotationPolicy.decide(state, now)) {
      case RotationDecision.Keep ignored -> true;
      case RotationDecision.Renew ignored -> false;
    };
  }

  /** What can't be read is made anew: nobody needs to trust this very certificate. */
  private Optional<IssuedCertificate> kept() {
    var certificate = directory.read(CERTIFICATE);
    var key = directory.read(KEY);
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return switch (IssuedCertificate.load(certificate.get(), key.get())) {
      case LoadResult.Loaded<IssuedCertificate>(var loaded) -> Optional.of(loaded);
      case LoadResult.Refused<IssuedCertificate> ignored -> Optional.empty();
    };
  }

  private IssuedCertificate issue(Instant now) {
    var issued = authority.issue(profile, now, random);
    directory.write(KEY, issued.privateKeyPem());
    directory.write(CERTIFICATE, issued.certificatePem());
    return issued;
  }
}

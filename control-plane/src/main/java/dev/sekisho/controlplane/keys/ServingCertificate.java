package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.LeafState;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.RotationDecision;
import dev.sekisho.certs.RotationPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The certificate of the webhook and of the xDS port, renewed at half its life. Kept in the data
 * directory, or where there is none in memory alone. For one thread.
 */
public final class ServingCertificate {

  private static final String CERTIFICATE = "serving/cert.pem";
  private static final String KEY = "serving/key.pem";

  private final Optional<DataDirectory> directory;
  private final Authority authority;
  private final IssuanceProfile profile;
  private final SecureRandom random;
  private final double jitter;
  private Optional<IssuedCertificate> inMemory = Optional.empty();

  /**
   * @param directory where it is kept; empty: each process has its own
   */
  public ServingCertificate(
      Optional<DataDirectory> directory,
      Authority authority,
      ServingNames names,
      Duration life,
      SecureRandom random) {
    this.directory = directory;
    this.authority = authority;
    this.random = random;
    this.jitter = random.nextDouble();
    this.profile = IssuanceProfile.serving(names.dnsNames(), names.ipAddresses(), life);
  }

  /** The certificate to serve at {@code now}: the one that is kept, or a new one if it is due. */
  public Served at(Instant now) {
    return directory
        .map(kept -> kept.exclusively(() -> renewed(now)))
        .orElseGet(() -> renewed(now));
  }

  /**
   * @param until when to ask again, if the authority doesn't change before
   */
  public record Served(IssuedCertificate certificate, Instant until) {}

  private Served renewed(Instant now) {
    var kept = directory.isPresent() ? directory.flatMap(this::kept) : inMemory;
    if (kept.isPresent() && decide(kept.get(), now) instanceof RotationDecision.Keep(var until)) {
      return new Served(kept.get(), until);
    }
    var issued = issue(now);
    return new Served(
        issued,
        switch (decide(issued, now)) {
          case RotationDecision.Keep(var until) -> until;
          case RotationDecision.Renew ignored -> now;
        });
  }

  private RotationDecision decide(IssuedCertificate certificate, Instant now) {
    var inForce = authority.inForce();
    return RotationPolicy.decide(
        new LeafState(
            certificate,
            profile,
            inForce.trust(),
            Optional.of(inForce.signer().notAfter()),
            jitter),
        now);
  }

  /** What can't be read is made anew: nobody needs to trust this very certificate. */
  private Optional<IssuedCertificate> kept(DataDirectory folder) {
    var certificate = folder.read(CERTIFICATE);
    var key = folder.read(KEY);
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return switch (IssuedCertificate.load(certificate.get(), key.get())) {
      case LoadResult.Loaded<IssuedCertificate>(var loaded) -> Optional.of(loaded);
      case LoadResult.Refused<IssuedCertificate> ignored -> Optional.empty();
    };
  }

  private IssuedCertificate issue(Instant now) {
    var issued = authority.inForce().signer().issue(profile, now, random);
    directory.ifPresentOrElse(
        folder -> {
          folder.write(KEY, issued.privateKeyPem());
          folder.write(CERTIFICATE, issued.certificatePem());
        },
        () -> inMemory = Optional.of(issued));
    return issued;
  }
}

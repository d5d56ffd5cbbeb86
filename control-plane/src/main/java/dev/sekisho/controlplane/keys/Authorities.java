package dev.sekisho.controlplane.keys;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.StartupException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Collectors;

/** The certificate authority that a data directory holds. */
public final class Authorities {

  /** The trust domain, until it can be configured. */
  public static final TrustDomain TRUST_DOMAIN = new TrustDomain("cluster.local");

  /** The root certificate; clients of the webhook and of xDS trust it. */
  public static final String ROOT_CERTIFICATE = "ca/root-cert.pem";

  private static final String ROOT_KEY = "ca/root-key.pem";

  private Authorities() {}

  /**
   * The authority of this directory; a new one if there is none yet. Two processes that start at
   * the same moment get the same one.
   *
   * @throws StartupException if what is there can't be used: nothing is overwritten then
   */
  public static CertificateAuthority loadOrCreate(
      DataDirectory directory, Instant now, SecureRandom random) {
    return directory.exclusively(
        () -> {
          var certificate = directory.read(ROOT_CERTIFICATE);
          var key = directory.read(ROOT_KEY);
          if (certificate.isPresent() && key.isPresent()) {
            return load(directory, certificate.get(), key.get(), now);
          }
          if (certificate.isPresent() || key.isPresent()) {
            var there = certificate.isPresent() ? ROOT_CERTIFICATE : ROOT_KEY;
            var missing = certificate.isPresent() ? ROOT_KEY : ROOT_CERTIFICATE;
            throw new StartupException(
                INPUT,
                directory.resolve(missing)
                    + " is missing, though "
                    + there
                    + " is there; restore it, or move the folder away to start with a new root");
          }
          var created = CertificateAuthority.createRoot(TRUST_DOMAIN, now, random);
          directory.write(ROOT_KEY, created.privateKeyPem());
          directory.write(ROOT_CERTIFICATE, created.certificatePem());
          return created;
        });
  }

  private static CertificateAuthority load(
      DataDirectory directory, byte[] certificate, byte[] key, Instant now) {
    return switch (CertificateAuthority.load(certificate, key, now)) {
      case LoadResult.Loaded<CertificateAuthority>(var authority) -> authority;
      case LoadResult.Refused<CertificateAuthority>(var problems) ->
          throw new StartupException(
              INPUT,
              directory.resolve(ROOT_CERTIFICATE)
                  + " or its key: "
                  + problems.stream()
                      .map(CertificateProblem::toString)
                      .collect(Collectors.joining("; "))
                  + "; restore the files, or move the folder away to start with a new root");
    };
  }
}

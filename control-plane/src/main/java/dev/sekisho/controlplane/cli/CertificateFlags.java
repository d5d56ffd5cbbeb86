package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.certs.CertificateLifetimes;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.serve.CertificateSettings;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about certificates. */
final class CertificateFlags {

  @Option(
      names = "--trust-domain",
      paramLabel = "NAME",
      defaultValue = "cluster.local",
      description = "Of the identities, as in spiffe://NAME/ns/... (default: ${DEFAULT-VALUE}).")
  private String trustDomain;

  @Option(
      names = "--root-lifetime",
      paramLabel = "DURATION",
      defaultValue = "3650d",
      description =
          "Of a root that Sekisho makes, as in 3650d or 48h; replaced when half of it is over. At"
              + " least 4 times that of any other certificate (default: ${DEFAULT-VALUE}).")
  private String rootLifetime;

  @Option(
      names = "--workload-certificate-lifetime",
      paramLabel = "DURATION",
      defaultValue = "24h",
      description = "Of workloads' identities, 10s to 90d (default: ${DEFAULT-VALUE}).")
  private String workloadLifetime;

  @Option(
      names = "--serving-certificate-lifetime",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description =
          "Of the webhook's and the xDS port's certificate, 10s to 90d (default:"
              + " ${DEFAULT-VALUE}).")
  private String servingLifetime;

  @Option(
      names = "--serving-certificate-secret",
      paramLabel = "NAME",
      description =
          "Secret of type kubernetes.io/tls in Sekisho's namespace with the certificate that the"
              + " webhook serves, as cert-manager maintains it; read again when it changes (default:"
              + " Sekisho's own authority issues one, as always for the xDS port).")
  private Optional<String> servingSecret;

  /**
   * @throws StartupException if a value can't be used
   */
  CertificateSettings settings() {
    var problem = TrustDomain.problemWith(trustDomain);
    if (problem.isPresent()) {
      throw new StartupException(INPUT, "--trust-domain: " + problem.get());
    }
    return new CertificateSettings(new TrustDomain(trustDomain), lifetimes(), servingSecret);
  }

  private CertificateLifetimes lifetimes() {
    var root = Durations.flag("--root-lifetime", rootLifetime);
    var workload = Durations.flag("--workload-certificate-lifetime", workloadLifetime);
    var serving = Durations.flag("--serving-certificate-lifetime", servingLifetime);
    var problems = CertificateLifetimes.problems(root, workload, serving);
    if (!problems.isEmpty()) {
      throw new StartupException(INPUT, String.join("; ", problems));
    }
    return new CertificateLifetimes(root, workload, serving, Duration.ZERO);
  }
}

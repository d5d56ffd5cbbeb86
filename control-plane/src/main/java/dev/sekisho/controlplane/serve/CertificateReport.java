package dev.sekisho.controlplane.serve;

import dev.sekisho.certs.RootDecision;
import dev.sekisho.certs.RootState;
import dev.sekisho.controlplane.keys.Authority.InForce;
import dev.sekisho.controlplane.keys.AuthorityEvents;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what happens to the authority. */
final class CertificateReport implements AuthorityEvents {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sekisho.certificates");

  private final Metrics metrics;

  CertificateReport(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void rotated(RootDecision step) {
    var name =
        switch (step) {
          case RootDecision.Keep ignored -> "keep";
          case RootDecision.Stage ignored -> "stage";
          case RootDecision.Activate ignored -> "activate";
          case RootDecision.Retire ignored -> "retire";
        };
    metrics.rootRotated(name);
    LOG.info("rotation of the root: {}", name);
  }

  @Override
  public void changed(InForce inForce, RootState.Phase phase) {
    metrics.authority(expiries(inForce), phase.label());
    LOG.info(
        "certificates are signed by {} (serial {}, until {}); trusted roots: {}; rotation: {}",
        inForce.signer().certificate().getSubjectX500Principal(),
        inForce.signer().certificate().getSerialNumber().toString(16),
        inForce.signer().notAfter(),
        inForce.trust().roots().size(),
        phase.label());
  }

  /** By name: the first root is the signer's, the others come in the order of the bundle. */
  static Map<String, Instant> expiries(InForce inForce) {
    var expiries = new LinkedHashMap<String, Instant>();
    var root = inForce.signer().root();
    expiries.put("root", root.getNotAfter().toInstant());
    put(expiries, "intermediate", inForce.signer().intermediates());
    put(
        expiries,
        "other-root",
        inForce.trust().roots().stream().filter(other -> !other.equals(root)).toList());
    return expiries;
  }

  private static void put(
      Map<String, Instant> expiries, String name, List<X509Certificate> certificates) {
    for (int i = 0; i < certificates.size(); i++) {
      expiries.put(
          i == 0 ? name : name + "-" + (i + 1), certificates.get(i).getNotAfter().toInstant());
    }
  }

  @Override
  public void problem(Optional<String> problem) {
    metrics.authorityProblem(problem.isPresent());
    problem.ifPresentOrElse(LOG::warn, () -> LOG.info("the certificate authority is well again"));
  }

  /** What is wrong with a serving certificate that others maintain, if anything. */
  void servingProblem(Optional<String> problem) {
    metrics.servingProblem(problem.isPresent());
    problem.ifPresent(LOG::warn);
  }
}

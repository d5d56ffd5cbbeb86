package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.RootDecision;
import dev.sekisho.certs.RootState;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.keys.Authority.InForce;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateReportTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static CertificateAuthority root(int days) {
    return CertificateAuthority.createRoot(
        new TrustDomain("cluster.local"), Duration.ofDays(days), NOW, new SecureRandom());
  }

  @Test
  void showsEveryRootsEndAndThePhase() {
    try (var metrics = new Metrics()) {
      var report = new CertificateReport(metrics);
      var one = root(10);
      var two = root(20);
      var expiry = "sekisho_certificate_expiry_timestamp_seconds{certificate=\"%s\"} ";
      report.changed(
          new InForce(one, one.trustBundle().and(two.trustBundle())), RootState.Phase.STAGED);
      assertThat(metrics.scrape())
          .contains(
              expiry.formatted("root") + (double) one.notAfter().getEpochSecond(),
              expiry.formatted("other-root") + (double) two.notAfter().getEpochSecond(),
              "sekisho_root_rotation_info{phase=\"staged\"} 1");

      report.changed(new InForce(two, two.trustBundle()), RootState.Phase.STABLE);
      assertThat(metrics.scrape())
          .contains(expiry.formatted("root") + (double) two.notAfter().getEpochSecond())
          .doesNotContain("other-root", "staged");

      report.rotated(new RootDecision.Stage());
      report.problem(Optional.of("a problem"));
      report.servingProblem(Optional.of("another"));
      assertThat(metrics.scrape())
          .contains(
              "sekisho_root_rotations_total{step=\"stage\"} 1.0",
              "sekisho_certificate_authority_problems 1.0",
              "sekisho_serving_certificate_problems 1.0");
      report.problem(Optional.empty());
      assertThat(metrics.scrape()).contains("sekisho_certificate_authority_problems 0.0");
    }
  }
}

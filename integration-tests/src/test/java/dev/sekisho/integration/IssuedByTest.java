package dev.sekisho.integration;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/** A certificate of a workload that no control plane has issued, by an authority of the test's. */
record IssuedByTest(IssuedCertificate certificate) {
  private static final TrustDomain DOMAIN = new TrustDomain("cluster.local");

  /** One that names the Pod's account, from a root that is named as the control plane's. */
  static IssuedByTest forged(TestPod pod) {
    var now = Instant.now();
    var random = new SecureRandom();
    var root = CertificateAuthority.createRoot(DOMAIN, now, random);
    var identity = new SpiffeId(DOMAIN, pod.namespace(), pod.account());
    return new IssuedByTest(root.issue(IssuanceProfile.workload(identity), now, random));
  }

  InputStream chainStream() {
    return stream(certificate.certificatePem());
  }

  InputStream keyStream() {
    return stream(certificate.privateKeyPem());
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}

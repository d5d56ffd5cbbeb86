package dev.sekisho.xds.identity;

import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.xds.resources.EncodedResource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;

/**
 * What a workload proves its identity with, and checks that of others against, under the names that
 * Istio's configuration has for them. As secret as its input: never print it.
 */
public final class WorkloadSecrets {
  /** The workload's certificate and key. */
  public static final String CERTIFICATE = "default";

  /** The roots that it trusts. */
  public static final String TRUST = "ROOTCA";

  private WorkloadSecrets() {}

  public static boolean isName(String name) {
    return name.equals(CERTIFICATE) || name.equals(TRUST);
  }

  public static EncodedResource certificate(IssuedCertificate certificate) {
    return encode(
        Secret.newBuilder()
            .setName(CERTIFICATE)
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(inline(certificate.certificatePem()))
                    .setPrivateKey(inline(certificate.privateKeyPem()))));
  }

  public static EncodedResource trust(TrustBundle bundle) {
    return encode(
        Secret.newBuilder()
            .setName(TRUST)
            .setValidationContext(
                CertificateValidationContext.newBuilder().setTrustedCa(inline(bundle.pem()))));
  }

  private static EncodedResource encode(Secret.Builder secret) {
    return EncodedResource.encode(secret.getName(), secret.build());
  }

  private static DataSource inline(String pem) {
    return DataSource.newBuilder().setInlineString(pem).build();
  }
}

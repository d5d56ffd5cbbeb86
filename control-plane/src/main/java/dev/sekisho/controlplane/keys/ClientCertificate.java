package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.bootstrap.XdsCredential;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * The client certificate with which a proxy that has no token comes to the xDS port.
 *
 * @param certificate PEM, readable by its owner alone, like the key
 * @param authority the root that the proxy is to trust
 */
public record ClientCertificate(Path certificate, Path key, Path authority) {

  /** Long enough for a run by hand, short enough to be forgotten. */
  public static final Duration LIFE = Duration.ofHours(24);

  /** The folder of its own that certificate and key lie in. */
  public Path folder() {
    return Objects.requireNonNull(certificate.toAbsolutePath().getParent());
  }

  /** As an Envoy's bootstrap names it. */
  public XdsCredential forBootstrap() {
    return new XdsCredential.ClientCertificate(certificate.toString(), key.toString());
  }

  /** The folder that {@link #issue} writes to, within the data directory. */
  public static String folderOf(String nodeId) {
    // A node id has characters that no file name should have.
    return "clients/" + UUID.nameUUIDFromBytes(nodeId.getBytes(StandardCharsets.UTF_8)) + "/";
  }

  /** Issues one and writes it to a folder of its own in the data directory. */
  public static ClientCertificate issue(
      DataDirectory directory,
      CertificateAuthority authority,
      SpiffeId identity,
      String nodeId,
      Instant now,
      SecureRandom random) {
    var issued = authority.issue(IssuanceProfile.client(identity, LIFE), now, random);
    String folder = folderOf(nodeId);
    return directory.exclusively(
        () ->
            new ClientCertificate(
                directory.write(folder + "cert.pem", issued.certificatePem()),
                directory.write(folder + "key.pem", issued.privateKeyPem()),
                directory.resolve(Authorities.ROOT_CERTIFICATE)));
  }
}

package dev.sekisho.xds.model;

/**
 * A certificate that was checked before: Envoy can serve it. Prints without its content.
 *
 * @param chainPem the leaf first
 * @param keyPem the leaf's private key
 */
public record TlsCertificate(String chainPem, String keyPem) {
  @Override
  public String toString() {
    return "TlsCertificate[redacted]";
  }
}

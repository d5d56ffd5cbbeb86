package dev.sekisho.webhook.server;

/**
 * The certificate that the server shows and its key, both PEM. Prints neither.
 *
 * @param certificateChainPem leaf first
 * @param privateKeyPem PKCS#8
 */
public record ServingKeyPair(String certificateChainPem, String privateKeyPem) {

  @Override
  public String toString() {
    return "ServingKeyPair[redacted]";
  }
}

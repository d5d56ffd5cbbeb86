package dev.sekisho.certs;

/** One encapsulated block of a PEM text. Prints without its content, which may be a private key. */
final class PemBlock {
  private final String label;
  private final int line;
  private final boolean encrypted;
  private final byte[] content;

  PemBlock(String label, int line, boolean encrypted, byte[] content) {
    this.label = label;
    this.line = line;
    this.encrypted = encrypted;
    this.content = content.clone();
  }

  /** What stands behind BEGIN. Text of whoever wrote the input: not for messages. */
  String label() {
    return label;
  }

  /** Line of the BEGIN, from 1. */
  int line() {
    return line;
  }

  /** Whether a header says that the content is encrypted; RFC 1421 4.6.1.1. */
  boolean encrypted() {
    return encrypted;
  }

  byte[] content() {
    return content.clone();
  }

  boolean isCertificate() {
    return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
  }

  boolean isCertificateRequest() {
    return label.equals("CERTIFICATE REQUEST") || label.equals("NEW CERTIFICATE REQUEST");
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  @Override
  public String toString() {
    return "PemBlock[line=" + line + ", content=redacted]";
  }
}

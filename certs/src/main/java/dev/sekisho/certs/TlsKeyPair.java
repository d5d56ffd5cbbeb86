package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.KEY_MISMATCH;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A chain of certificates, leaf first, with the leaf's private key. Prints without the key. */
record TlsKeyPair(List<X509Certificate> chain, PrivateKey privateKey) {
  /** Certificates. Chains in use have up to five; each costs every handshake a kilobyte. */
  private static final int MAX_CHAIN = 20;

  TlsKeyPair {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain without a certificate");
    }
  }

  /**
   * Reads both parts and checks that the key is the leaf's. Nothing is said about the times of
   * validity or who signed.
   */
  static LoadResult<TlsKeyPair> read(
      String certificateSubject, byte[] certificatePem, String keySubject, byte[] keyPem) {
    var certificates = CertificateReader.read(certificateSubject, certificatePem, MAX_CHAIN);
    var key = PrivateKeyReader.read(keySubject, keyPem);
    if (certificates instanceof LoadResult.Loaded<List<X509Certificate>>(var chain)
        && key instanceof LoadResult.Loaded<PrivateKey>(var privateKey)) {
      return matched(chain, keySubject, privateKey);
    }
    var problems = new ArrayList<CertificateProblem>();
    if (certificates instanceof LoadResult.Refused<List<X509Certificate>>(var refused)) {
      problems.addAll(refused);
    }
    if (key instanceof LoadResult.Refused<PrivateKey>(var refused)) {
      problems.addAll(refused);
    }
    return new LoadResult.Refused<>(problems);
  }

  private static LoadResult<TlsKeyPair> matched(
      List<X509Certificate> chain, String keySubject, PrivateKey privateKey) {
    for (var i = 0; i < chain.size(); i++) {
      if (KeyMatch.matches(privateKey, chain.get(i).getPublicKey())) {
        return i == 0
            ? new LoadResult.Loaded<>(new TlsKeyPair(chain, privateKey))
            : LoadResult.refused(
                KEY_MISMATCH,
                keySubject,
                "belongs to certificate %d of the chain, which must come first".formatted(i + 1));
      }
    }
    return LoadResult.refused(
        KEY_MISMATCH, keySubject, "doesn't belong to the certificate (another key pair's)");
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  String certificatePem() {
    return TrustBundle.pem(chain);
  }

  String privateKeyPem() {
    return PemText.of("PRIVATE KEY", privateKey.getEncoded());
  }

  @Override
  public String toString() {
    return "TlsKeyPair[certificates=%d, privateKey=redacted]".formatted(chain.size());
  }
}

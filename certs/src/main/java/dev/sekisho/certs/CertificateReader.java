package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_CERTIFICATE;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_CERTIFICATE;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_MANY_CERTIFICATES;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates out of PEM; blocks of other kinds are passed over. */
final class CertificateReader {
  /** Bytes: what a Kubernetes Secret or ConfigMap can hold at most. */
  static final int MAX_BYTES = 1024 * 1024;

  private CertificateReader() {}

  /** At least one certificate and at most so many, in their order. */
  static LoadResult<List<X509Certificate>> read(String subject, byte[] pem, int maxCertificates) {
    return switch (PemReader.read(subject, pem, MAX_BYTES)) {
      case LoadResult.Refused<List<PemBlock>>(var problems) -> new LoadResult.Refused<>(problems);
      case LoadResult.Loaded<List<PemBlock>>(var blocks) ->
          decodeAll(
              subject, blocks.stream().filter(PemBlock::isCertificate).toList(), maxCertificates);
    };
  }

  private static LoadResult<List<X509Certificate>> decodeAll(
      String subject, List<PemBlock> blocks, int maxCertificates) {
    if (blocks.isEmpty()) {
      return LoadResult.refused(
          NO_CERTIFICATE, subject, "no certificate (expected: PEM with BEGIN CERTIFICATE)");
    }
    if (blocks.size() > maxCertificates) {
      return LoadResult.refused(
          TOO_MANY_CERTIFICATES,
          subject,
          "%d certificates (expected: <= %d)".formatted(blocks.size(), maxCertificates));
    }
    var certificates = new ArrayList<X509Certificate>();
    var problems = new ArrayList<CertificateProblem>();
    for (var block : blocks) {
      try {
        certificates.add(decode(block.content()));
      } catch (CertificateException e) {
        problems.add(
            new CertificateProblem(
                MALFORMED_CERTIFICATE,
                subject,
                "line %d: not an X.509 certificate".formatted(block.line())));
      }
    }
    return problems.isEmpty()
        ? new LoadResult.Loaded<>(List.copyOf(certificates))
        : new LoadResult.Refused<>(problems);
  }

  private static X509Certificate decode(byte[] der) throws CertificateException {
    try {
      var in = new ByteArrayInputStream(der);
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      // The factory would also take PEM within the block, and leaves bytes behind the first alone.
      if (in.available() == 0 && certificate instanceof X509Certificate x509 && der[0] == 0x30) {
        return x509;
      }
      throw new CertificateException("not one certificate");
    } catch (RuntimeException e) {
      // A foreign parser on foreign bytes: whatever escapes it means the same.
      throw new CertificateException(e);
    }
  }
}

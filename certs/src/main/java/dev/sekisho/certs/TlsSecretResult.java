package dev.sekisho.certs;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What came of checking a TLS Secret. */
public sealed interface TlsSecretResult {

  /**
   * It can be served. The printed form has no key.
   *
   * @param chainPem the certificates, leaf first, written anew: nothing else that stood in the
   *     Secret is in it
   * @param keyPem the key, written anew as PKCS#8
   * @param notBefore the start of the leaf's validity
   * @param notAfter the end of the leaf's validity
   * @param notes what clients will object to, though it can be served: an expired certificate, a
   *     chain in disorder
   */
  record Valid(
      String chainPem,
      String keyPem,
      Instant notBefore,
      Instant notAfter,
      List<CertificateProblem> notes)
      implements TlsSecretResult {
    public Valid {
      notes = List.copyOf(notes);
    }

    @Override
    public String toString() {
      return "Valid[notAfter=%s, notes=%s, keyPem=redacted]".formatted(notAfter, notes);
    }
  }

  /**
   * It can't be served.
   *
   * @param problems at least one; none of them quotes the Secret
   */
  record Invalid(List<CertificateProblem> problems) implements TlsSecretResult {
    public Invalid {
      problems = List.copyOf(problems);
    }

    /** All problems in one line. */
    public String reason() {
      return problems.stream().map(CertificateProblem::toString).collect(Collectors.joining("; "));
    }
  }
}

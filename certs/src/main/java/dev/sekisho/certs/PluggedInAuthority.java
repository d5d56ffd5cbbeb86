package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.BROKEN_CHAIN;
import static dev.sekisho.certs.CertificateProblem.Kind.MISSING;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_AN_AUTHORITY;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_A_ROOT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an authority that a user brings, in Istio's layout: {@code ca-cert.pem} signs with {@code
 * ca-key.pem}; {@code cert-chain.pem} has the certificates up to the root, {@code root-cert.pem}
 * what peers are to trust. Source: Istio, "Plug in CA Certificates".
 */
public final class PluggedInAuthority {
  static final String CERTIFICATE = "ca-cert.pem";
  static final String KEY = "ca-key.pem";
  static final String ROOTS = "root-cert.pem";
  static final String CHAIN = "cert-chain.pem";

  /** Certificates. Chains in use have up to four. */
  private static final int MAX_CHAIN = 20;

  private PluggedInAuthority() {}

  /**
   * Refused with all that is wrong unless each certificate has been signed by the next, the last
   * one by a root in {@code root-cert.pem}; all of them may sign so many below them and are valid
   * now; and the key is that of {@code ca-cert.pem}, RSA of 2048 to 8192 bits or EC. In {@code
   * cert-chain.pem} the first may be {@code ca-cert.pem} again and the last the root; it may be
   * left out where there is nothing between the two. {@code root-cert.pem} may hold more roots.
   * {@code ca-cert.pem} may itself be a root.
   *
   * @param files content by name; others are passed over
   */
  public static LoadResult<CertificateAuthority> load(Map<String, byte[]> files, Instant now) {
    var problems = new ArrayList<CertificateProblem>();
    for (var name : List.of(CERTIFICATE, KEY, ROOTS)) {
      if (!files.containsKey(name)) {
        problems.add(new CertificateProblem(MISSING, name, "is missing"));
      }
    }
    if (!problems.isEmpty()) {
      return new LoadResult.Refused<>(problems);
    }
    var pair =
        take(
            TlsKeyPair.read(CERTIFICATE, bytes(files, CERTIFICATE), KEY, bytes(files, KEY)),
            problems);
    var roots = take(TrustBundle.parse(ROOTS, bytes(files, ROOTS)), problems);
    var chain =
        isEmpty(bytes(files, CHAIN))
            ? Optional.of(List.<X509Certificate>of())
            : take(CertificateReader.read(CHAIN, bytes(files, CHAIN), MAX_CHAIN), problems);
    if (pair.isEmpty() || roots.isEmpty() || chain.isEmpty()) {
      return new LoadResult.Refused<>(problems);
    }
    return assembled(pair.get(), chain.get(), roots.get(), now);
  }

  private static LoadResult<CertificateAuthority> assembled(
      TlsKeyPair pair, List<X509Certificate> chain, TrustBundle roots, Instant now) {
    var issuers = new ArrayList<>(pair.chain());
    chain.stream().filter(certificate -> !issuers.contains(certificate)).forEach(issuers::add);
    if (TrustBundle.isIssuer(issuers.getLast(), issuers.getLast())
        && roots.roots().contains(issuers.getLast())) {
      issuers.removeLast();
    }
    var last = issuers.isEmpty() ? pair.leaf() : issuers.getLast();
    var anchor = roots.issuerOf(last);
    if (anchor.isEmpty()) {
      return LoadResult.refused(
          BROKEN_CHAIN,
          ROOTS,
          "no root here has signed %s, the last certificate of the chain"
              .formatted(Printable.of(last.getSubjectX500Principal().getName())));
    }
    var problems = new ArrayList<CertificateProblem>();
    for (var i = 0; i < issuers.size(); i++) {
      check(issuers.get(i), i, i == 0 ? CERTIFICATE : CHAIN, now, problems);
      if (i > 0 && !TrustBundle.isIssuer(issuers.get(i), issuers.get(i - 1))) {
        problems.add(
            new CertificateProblem(
                BROKEN_CHAIN,
                CHAIN,
                "%s hasn't signed %s, which comes before it"
                    .formatted(name(issuers.get(i)), name(issuers.get(i - 1)))));
      }
    }
    check(anchor.get(), issuers.size(), ROOTS, now, problems);
    if (!TrustBundle.isIssuer(anchor.get(), anchor.get())) {
      problems.add(
          new CertificateProblem(
              NOT_A_ROOT, ROOTS, "%s isn't self-signed".formatted(name(anchor.get()))));
    }
    return problems.isEmpty()
        ? new LoadResult.Loaded<>(
            new CertificateAuthority(
                new IssuerChain(issuers, anchor.get(), roots), pair.privateKey()))
        : new LoadResult.Refused<>(problems);
  }

  /**
   * @param below how many authorities are below it; RFC 5280 4.2.1.9
   */
  private static void check(
      X509Certificate certificate,
      int below,
      String subject,
      Instant now,
      List<CertificateProblem> problems) {
    if (!RootCheck.maySign(certificate)) {
      problems.add(
          new CertificateProblem(
              NOT_AN_AUTHORITY,
              subject,
              "%s may not sign others (expected: basic constraints CA:TRUE, key usage keyCertSign)"
                  .formatted(name(certificate))));
    } else if (certificate.getBasicConstraints() < below) {
      problems.add(
          new CertificateProblem(
              BROKEN_CHAIN,
              subject,
              "%s has a path length of %d (expected: >= %d, for the authorities below it)"
                  .formatted(name(certificate), certificate.getBasicConstraints(), below)));
    }
    Validity.problem(subject, certificate, now).ifPresent(problems::add);
  }

  private static String name(X509Certificate certificate) {
    return Printable.of(certificate.getSubjectX500Principal().getName());
  }

  private static <T> Optional<T> take(LoadResult<T> result, List<CertificateProblem> problems) {
    return switch (result) {
      case LoadResult.Loaded<T>(var value) -> Optional.of(value);
      case LoadResult.Refused<T>(var refused) -> {
        problems.addAll(refused);
        yield Optional.empty();
      }
    };
  }

  private static byte[] bytes(Map<String, byte[]> files, String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  private static boolean isEmpty(byte[] text) {
    return new String(text, ISO_8859_1).isBlank();
  }
}

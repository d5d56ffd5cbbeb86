package dev.sekisho.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The identity of a workload: {@code spiffe://<trust domain>/ns/<namespace>/sa/<service account>}.
 *
 * <p>The namespace is an RFC 1123 label, the service account a Kubernetes DNS subdomain. Sources:
 * SPIFFE-ID 2, X509-SVID 2, and the path layout that Istio's proxies expect. The constructor throws
 * IllegalArgumentException if a name isn't one that Kubernetes accepts.
 */
public record SpiffeId(TrustDomain trustDomain, String namespace, String serviceAccount) {
  private static final Pattern URI =
      Pattern.compile("spiffe://([^/]{1,255})/ns/([^/]{1,63})/sa/([^/]{1,253})");

  /** The type number of a URI among the alternative names of a certificate; RFC 5280 4.2.1.6. */
  private static final Integer URI_NAME = 6;

  public SpiffeId {
    if (!DnsNames.isLabel(namespace)) {
      throw new IllegalArgumentException(
          "namespace: %s (expected: an RFC 1123 label)".formatted(Printable.of(namespace)));
    }
    if (!DnsNames.isSubdomain(serviceAccount)) {
      throw new IllegalArgumentException(
          "service account: %s (expected: a DNS subdomain)"
              .formatted(Printable.of(serviceAccount)));
    }
  }

  /** The identity that a URI names; empty for every other text, whatever it is. */
  public static Optional<SpiffeId> parse(String uri) {
    var matcher = URI.matcher(uri);
    if (!matcher.matches() || TrustDomain.problemWith(matcher.group(1)).isPresent()) {
      return Optional.empty();
    }
    return of(new TrustDomain(matcher.group(1)), matcher.group(2), matcher.group(3));
  }

  /** The identity with these names; empty if Kubernetes would accept one of them for nothing. */
  public static Optional<SpiffeId> of(
      TrustDomain trustDomain, String namespace, String serviceAccount) {
    return DnsNames.isLabel(namespace) && DnsNames.isSubdomain(serviceAccount)
        ? Optional.of(new SpiffeId(trustDomain, namespace, serviceAccount))
        : Optional.empty();
  }

  /**
   * The identity that a certificate carries: its only URI name. Empty if it has none, several
   * (X509-SVID 2 forbids that), or one of another form. Says nothing about who signed it.
   */
  public static Optional<SpiffeId> of(X509Certificate leaf) {
    try {
      var names = leaf.getSubjectAlternativeNames();
      if (names == null) {
        return Optional.empty();
      }
      var uris =
          names.stream()
              .filter(name -> URI_NAME.equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
      return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /** The URI. */
  @Override
  public String toString() {
    return "spiffe://%s/ns/%s/sa/%s".formatted(trustDomain, namespace, serviceAccount);
  }
}

package dev.sekisho.certs;

import java.time.Duration;
import java.util.List;
import org.bouncycastle.util.IPAddress;

/**
 * What a certificate is for: its names, its extended key usages, and how long it is to live.
 *
 * <p>Every validity is between ten seconds and 90 days; what is issued may end earlier, with its
 * issuer. Constructors throw IllegalArgumentException for any other.
 */
public sealed interface IssuanceProfile {
  /** Of certificates for our own servers: short enough that nobody has to revoke one. */
  Duration SERVING_VALIDITY = Duration.ofDays(7);

  /** Of identities. */
  Duration IDENTITY_VALIDITY = Duration.ofHours(24);

  /** Shorter than any in use, so that tests can see certificates end. */
  Duration MIN_VALIDITY = Duration.ofSeconds(10);

  Duration MAX_VALIDITY = Duration.ofDays(90);

  /** Counted from the moment of issuance. */
  Duration validity();

  /**
   * For a TLS server that is found by name or address. The constructor throws
   * IllegalArgumentException if a name is none, or if there is neither name nor address.
   *
   * @param dnsNames lower-case RFC 1123 names without wildcard
   * @param ipAddresses IPv4 or IPv6 in text form
   */
  record Serving(List<String> dnsNames, List<String> ipAddresses, Duration validity)
      implements IssuanceProfile {
    public Serving {
      dnsNames = List.copyOf(dnsNames);
      ipAddresses = List.copyOf(ipAddresses);
      if (dnsNames.isEmpty() && ipAddresses.isEmpty()) {
        throw new IllegalArgumentException("serving certificate without a name");
      }
      for (var name : dnsNames) {
        if (!DnsNames.isName(name)) {
          throw new IllegalArgumentException(
              "DNS name: %s (expected: a lower-case RFC 1123 name)".formatted(Printable.of(name)));
        }
      }
      for (var address : ipAddresses) {
        if (!IPAddress.isValid(address)) {
          throw new IllegalArgumentException(
              "IP address: %s (expected: IPv4 or IPv6)".formatted(Printable.of(address)));
        }
      }
      checkValidity(validity);
    }
  }

  /** For a TLS client that shows who it is, and never serves. */
  record Client(SpiffeId identity, Duration validity) implements IssuanceProfile {
    public Client {
      checkValidity(validity);
    }
  }

  /** For a workload in the mesh, which is server and client with one identity. */
  record Workload(SpiffeId identity, Duration validity) implements IssuanceProfile {
    public Workload {
      checkValidity(validity);
    }
  }

  static IssuanceProfile serving(
      List<String> dnsNames, List<String> ipAddresses, Duration validity) {
    return new Serving(dnsNames, ipAddresses, validity);
  }

  static IssuanceProfile client(SpiffeId identity, Duration validity) {
    return new Client(identity, validity);
  }

  /** Of {@link #IDENTITY_VALIDITY}. */
  static IssuanceProfile workload(SpiffeId identity) {
    return new Workload(identity, IDENTITY_VALIDITY);
  }

  static IssuanceProfile workload(SpiffeId identity, Duration validity) {
    return new Workload(identity, validity);
  }

  /** Whether a certificate may live so long. */
  static boolean isValidity(Duration validity) {
    return validity.compareTo(MIN_VALIDITY) >= 0 && validity.compareTo(MAX_VALIDITY) <= 0;
  }

  private static void checkValidity(Duration validity) {
    if (!isValidity(validity)) {
      throw new IllegalArgumentException("validity: %s (expected: 10s to 90d)".formatted(validity));
    }
  }
}

package dev.sekisho.certs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long certificates live, and what follows for a rotation of the root. Between the bounds that
 * {@link #problems} tells; the constructor throws IllegalArgumentException for others.
 *
 * @param root of a root that we make ourselves
 * @param workload of the identity of a workload
 * @param serving of our own servers
 * @param client of what {@code sekisho bootstrap} hands out; zero where nobody comes with one
 */
public record CertificateLifetimes(
    Duration root, Duration workload, Duration serving, Duration client) {

  /** 10 years of 365 days. */
  public static final Duration ROOT = Duration.ofDays(3650);

  private static final Duration LONGEST_ROOT = Duration.ofDays(10_950);
  private static final Duration LONGEST_PROPAGATION = Duration.ofHours(1);

  /** Leaf lives in one of a root: half of it passes before the next is made. */
  private static final int LEAVES_PER_ROOT = 4;

  public static final CertificateLifetimes DEFAULT =
      new CertificateLifetimes(
          ROOT, IssuanceProfile.IDENTITY_VALIDITY, IssuanceProfile.SERVING_VALIDITY, Duration.ZERO);

  public CertificateLifetimes {
    var problems = problems(root, workload, serving);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** What keeps lives from being used; empty if they can be. */
  public static List<String> problems(Duration root, Duration workload, Duration serving) {
    var problems = new ArrayList<String>();
    if (!IssuanceProfile.isValidity(workload)) {
      problems.add("the life of workload certificates: " + outside(workload));
    }
    if (!IssuanceProfile.isValidity(serving)) {
      problems.add("the life of serving certificates: " + outside(serving));
    }
    var leaf = longer(workload, serving);
    if (root.compareTo(leaf.multipliedBy(LEAVES_PER_ROOT)) < 0
        || root.compareTo(LONGEST_ROOT) > 0) {
      problems.add(
          "the life of the root: %s (expected: at least %d times that of any other, which is %s, and at most %s)"
              .formatted(text(root), LEAVES_PER_ROOT, text(leaf), text(LONGEST_ROOT)));
    }
    return problems;
  }

  private static String outside(Duration life) {
    return "%s (expected: %s to %s)"
        .formatted(
            text(life), text(IssuanceProfile.MIN_VALIDITY), text(IssuanceProfile.MAX_VALIDITY));
  }

  /** As people write it, in the largest unit that fits: 90d, 36h, 30s. */
  static String text(Duration duration) {
    var seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** The same with client certificates of that life. */
  public CertificateLifetimes withClients(Duration life) {
    return new CertificateLifetimes(root, workload, serving, life);
  }

  /** How long a root is trusted before it signs: long enough to reach every replica and proxy. */
  public Duration propagation() {
    var quarter = workload.dividedBy(4);
    return quarter.compareTo(LONGEST_PROPAGATION) < 0 ? quarter : LONGEST_PROPAGATION;
  }

  /**
   * How long a root is trusted after it signed: the longest life that it gave, and as much again
   * for replicas that learn late that another signs.
   */
  public Duration overlap() {
    return longer(longer(workload, serving), client).multipliedBy(2);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

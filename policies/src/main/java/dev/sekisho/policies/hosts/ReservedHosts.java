package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The reserved claims of one exposure; those of several owners don't overlap. To come, to go and to
 * be asked for costs as much as the pattern has labels: all of that happens for each request. For
 * one thread.
 */
final class ReservedHosts {

  private final Exposure exposure;
  private final Map<HostPattern, Tally> byPattern = new HashMap<>();

  /** Of the claims to names that end in a suffix, by owner. */
  private final Map<String, Map<String, Tally>> below = new HashMap<>();

  /** How many claims are to wildcards: as a rule none, and then none needs to be looked for. */
  private int wildcards;

  /** Claims of one owner. */
  private static final class Tally {
    private int count;

    /** The one that came last; as a rule it is the last to go, too. */
    private HostClaim newest;

    private Tally(HostClaim first) {
      this.newest = first;
    }

    private static Tally plus(Tally tally, HostClaim claim) {
      tally.newest = claim;
      tally.count++;
      return tally;
    }

    private Optional<Tally> less() {
      count--;
      return count == 0 ? Optional.empty() : Optional.of(this);
    }
  }

  ReservedHosts(Exposure exposure) {
    this.exposure = exposure;
  }

  Exposure exposure() {
    return exposure;
  }

  void add(HostClaim claim) {
    wildcards += claim.pattern().isWildcard() ? 1 : 0;
    Tally.plus(byPattern.computeIfAbsent(claim.pattern(), p -> new Tally(claim)), claim);
    forEachSuffix(
        claim,
        suffix -> {
          var owners = below.computeIfAbsent(suffix, s -> new HashMap<>(2));
          Tally.plus(owners.computeIfAbsent(claim.owner(), o -> new Tally(claim)), claim);
        });
  }

  void remove(HostClaim claim) {
    wildcards -= claim.pattern().isWildcard() ? 1 : 0;
    byPattern.computeIfPresent(claim.pattern(), (pattern, tally) -> tally.less().orElse(null));
    forEachSuffix(
        claim,
        suffix ->
            below.computeIfPresent(
                suffix,
                (s, owners) -> {
                  owners.computeIfPresent(claim.owner(), (o, tally) -> tally.less().orElse(null));
                  return owners.isEmpty() ? null : owners;
                }));
  }

  boolean isEmpty() {
    return byPattern.isEmpty();
  }

  /** One of another owner that overlaps {@code pattern}. */
  Optional<HostClaim> conflicting(HostPattern pattern, String owner) {
    var inTheWay = at(pattern, owner);
    var over = wildcards == 0 ? Optional.<HostPattern>empty() : pattern.parent();
    while (inTheWay.isEmpty() && over.isPresent()) {
      inTheWay = at(over.get(), owner);
      over = over.get().parent();
    }
    return inTheWay.isEmpty() && pattern.isWildcard() ? narrower(pattern, owner) : inTheWay;
  }

  private Optional<HostClaim> at(HostPattern pattern, String owner) {
    var tally = byPattern.get(pattern);
    return tally == null || tally.newest.owner().equals(owner)
        ? Optional.empty()
        : Optional.of(tally.newest);
  }

  private Optional<HostClaim> narrower(HostPattern wildcard, String owner) {
    return below.getOrDefault(wildcard.suffix(), Map.of()).values().stream()
        .map(tally -> tally.newest)
        .filter(claim -> !claim.owner().equals(owner))
        .findFirst();
  }

  /** The suffixes that the claim is below. */
  private static void forEachSuffix(HostClaim claim, Consumer<String> visitor) {
    var over = claim.pattern().parent();
    while (over.isPresent()) {
      visitor.accept(over.get().suffix());
      over = over.get().parent();
    }
  }
}

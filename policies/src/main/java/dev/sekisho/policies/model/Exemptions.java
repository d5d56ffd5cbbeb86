package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Takes out what is exempt. An exemption counts where its policy matches, against every platform
 * policy that is no stricter than its own (what a {@code warn} policy lets pass is nothing to one
 * that denies), and never against the policies that a namespace has of its own, which come after.
 * Pure functions.
 */
public final class Exemptions {

  private Exemptions() {}

  private record Granted(Enforcement enforcement, Exemption exemption) {

    boolean lifts(Violation violation) {
      return enforcement.atLeast(violation.enforcement()) && exemption.covers(violation.rule());
    }
  }

  /**
   * The violations that no exemption lifts, in the same order.
   *
   * @param labels of the object, asked for only if they matter
   * @param requester who asks at admission; empty for routing, which ignores exemptions for
   *     subjects
   * @param policies with the exemptions that count now: {@link PolicySet#at}
   */
  public static List<Violation> filter(
      List<Violation> violations,
      NamespaceFacts namespace,
      Supplier<Map<String, String>> labels,
      Optional<Requester> requester,
      PolicySet policies) {
    if (violations.isEmpty() || !policies.hasExemptions()) {
      return violations;
    }
    var lifted = lifting(namespace, labels.get(), requester, policies);
    return violations.stream().filter(violation -> !lifted.test(violation)).toList();
  }

  /** Whether an exemption lifts a violation, for the same object and caller. */
  public static Predicate<Violation> lifting(
      NamespaceFacts namespace,
      Map<String, String> labels,
      Optional<Requester> requester,
      PolicySet policies) {
    if (!policies.hasExemptions()) {
      return violation -> false;
    }
    var matching =
        requester
            .map(asking -> policies.matching(namespace, asking))
            .orElseGet(() -> policies.matching(namespace));
    var granted =
        matching
            .filter(Policy::isPlatform)
            .flatMap(p -> p.exemptions().stream().map(e -> new Granted(p.enforcement(), e)))
            .filter(g -> g.exemption().matches(namespace, labels, requester))
            .toList();
    return violation ->
        policies.isOfPlatform(violation.policy())
            && granted.stream().anyMatch(g -> g.lifts(violation));
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.hosts.HostRequest.MalformedHost;
import dev.sekisho.policies.model.DocumentOrder;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemptions;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reviews what an object asks for under the policies that match it. Pure functions. */
public final class HostReviewer {

  /** The policy id of violations that no policy is needed for. */
  public static final String NO_POLICY = "";

  private HostReviewer() {}

  /** As the other, with checks worked out for this once. */
  public static List<Violation> review(
      HostRequest request,
      NamespaceFacts namespace,
      Requester requester,
      PolicySet policies,
      HostLedger ledger) {
    return review(request, requester, NamespaceChecks.of(namespace, policies), ledger);
  }

  /**
   * What admission says of a new object: every violation, in document order.
   *
   * @param checks of the object's namespace
   */
  public static List<Violation> review(
      HostRequest request, Requester requester, NamespaceChecks checks, HostLedger ledger) {
    var found = found(request, checks.of(requester), Optional.of(ledger));
    if (found.isEmpty()) {
      return List.of(); // as nearly always
    }
    return violations(notExempt(found, request, Optional.of(requester), checks));
  }

  /** As the other, with checks worked out for this once. */
  public static List<Violation> reviewUpdate(
      HostRequest before,
      HostRequest after,
      NamespaceFacts namespace,
      Requester requester,
      PolicySet policies,
      HostLedger ledger) {
    return reviewUpdate(before, after, requester, NamespaceChecks.of(namespace, policies), ledger);
  }

  /**
   * What admission says of an edit: the violations that the old object didn't have already.
   *
   * @param checks of the object's namespace
   */
  public static List<Violation> reviewUpdate(
      HostRequest before,
      HostRequest after,
      Requester requester,
      NamespaceChecks checks,
      HostLedger ledger) {
    var asked = checks.of(requester);
    var now = found(after, asked, Optional.of(ledger));
    if (now.isEmpty()) {
      return List.of();
    }
    var known = new HashSet<Fault>();
    var asking = Optional.of(requester);
    // What was exempt was no violation: an edit that loses the exemption adds one.
    notExempt(found(before, asked, Optional.of(ledger)), before, asking, checks)
        .forEach(f -> known.add(Fault.of(f)));
    return violations(
        notExempt(now, after, asking, checks).filter(f -> !known.contains(Fault.of(f))));
  }

  /** As the other, with checks worked out for this once. */
  public static ClaimingObject claimingObject(
      HostRequest request, NamespaceFacts namespace, PolicySet policies) {
    return claimingObject(request, NamespaceChecks.of(namespace, policies));
  }

  /** The object as the ledger takes it, with the violations that keep it from being routed. */
  public static ClaimingObject claimingObject(HostRequest request, NamespaceChecks checks) {
    return new ClaimingObject(request, forbidding(request, checks));
  }

  /** The same object under other policies, where it differs by them; its owner is the same. */
  public static Optional<ClaimingObject> changedClaimingObject(
      ClaimingObject before, NamespaceChecks checks) {
    var forbidding = forbidding(before.request(), checks);
    return forbidding.equals(before.notAllowed())
        ? Optional.empty()
        : Optional.of(new ClaimingObject(before.request(), forbidding));
  }

  private static List<Violation> forbidding(HostRequest request, NamespaceChecks checks) {
    var found = found(request, checks.ofRouting(), Optional.empty());
    if (found.isEmpty()) {
      return List.of();
    }
    var lifted =
        Exemptions.lifting(
            checks.namespace(), request.meta().labels(), Optional.empty(), checks.policies());
    // Nothing is routed of an object that can't be read, or takes what no policy could give,
    // whatever the enforcement and whoever let it pass.
    return violations(found.stream()).stream()
        .filter(
            v ->
                v.rule().equals(HostChecks.HOSTS)
                    || (v.enforcement() == Enforcement.DENY
                        && (v.policy().equals(NO_POLICY) || !lifted.test(v))))
        .toList();
  }

  /** A violation without the position, which an edit may move; conflicts are of one exposure. */
  private record Fault(String policy, String rule, String message, String exposure) {
    static Fault of(Found found) {
      var violation = found.violation();
      boolean onExposure = HostChecks.OF_EXPOSURE.contains(violation.rule());
      return new Fault(
          violation.policy(),
          violation.rule(),
          violation.message(),
          onExposure ? found.exposure() : "");
    }
  }

  /**
   * @param exposure of the claim that violates; empty where it isn't about a claim
   */
  private record Found(Violation violation, String exposure) {}

  private static void add(Collection<Violation> violations, String exposure, List<Found> into) {
    violations.forEach(violation -> into.add(new Found(violation, exposure)));
  }

  private static Stream<Found> notExempt(
      List<Found> found,
      HostRequest request,
      Optional<Requester> requester,
      NamespaceChecks checks) {
    var lifted =
        Exemptions.lifting(
            checks.namespace(), request.meta().labels(), requester, checks.policies());
    return found.stream().filter(f -> !lifted.test(f.violation()));
  }

  private static List<Found> found(
      HostRequest request, List<HostChecks> checks, Optional<HostLedger> ledger) {
    var found = new ArrayList<Found>();
    request.unreadable().forEach(problem -> add(unreadable(problem, checks), "", found));
    checks.forEach(check -> add(check.object(request), "", found));
    for (HostRequest.Item item : request.items()) {
      switch (item) {
        case MalformedHost malformed ->
            add(unreadable(problemOf(request, malformed), checks), "", found);
        case HostRequest.TakenHost host ->
            add(taken(request, host, checks, ledger.isPresent()), Exposure.MESH.name(), found);
        case HostClaim claim -> {
          var name = claim.exposure().name();
          for (HostChecks check : checks) {
            add(check.host(request, claim), name, found);
            ledger.ifPresent(l -> add(check.ledger(request, claim, l), name, found));
          }
        }
      }
    }
    return found;
  }

  private static List<Violation> taken(
      HostRequest request, HostRequest.TakenHost host, List<HostChecks> checks, boolean asked) {
    return asked
        ? checks.stream().flatMap(check -> check.taken(request, host).stream()).toList()
        : List.of(HostChecks.notRouted(request, host));
  }

  /** In document order; what a host violates on several exposures is said once. */
  private static List<Violation> violations(Stream<Found> found) {
    return found.map(Found::violation).distinct().sorted(DocumentOrder.OF_VIOLATIONS).toList();
  }

  private static FieldProblem problemOf(HostRequest request, MalformedHost malformed) {
    return new FieldProblem(malformed.fieldPath(), request.invalidHost(malformed.text()));
  }

  /**
   * Violates every policy about hosts; where the platform has none, it is worth a warning, whatever
   * the namespace's own say.
   */
  private static List<Violation> unreadable(FieldProblem problem, List<HostChecks> checks) {
    var found = new ArrayList<Violation>();
    if (checks.stream().noneMatch(check -> check.policy().isPlatform())) {
      found.add(
          new Violation(
              NO_POLICY, HostChecks.HOSTS, problem.path(), problem.problem(), Enforcement.WARN));
    }
    checks.forEach(check -> found.add(check.unreadable(problem)));
    return found;
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.hosts.HostRequest.MalformedHost;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemptions;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reviews what an object asks for under the policies that match it. Pure functions. */
public final class HostReviewer {

  /** The policy id of violations that no policy is needed for. */
  public static final String NO_POLICY = "";

  private static final Pattern INDEX = Pattern.compile("(?<=\\[)[0-9]+(?=])");

  private HostReviewer() {}

  /** What admission says of a new object: every violation, in document order. */
  public static List<Violation> review(
      HostRequest request,
      NamespaceFacts namespace,
      Requester requester,
      PolicySet policies,
      HostLedger ledger) {
    var checks = checks(policies.matching(namespace, requester), namespace);
    return violations(
        notExempt(
            found(request, checks, Optional.of(ledger)),
            request,
            namespace,
            Optional.of(requester),
            policies));
  }

  /** What admission says of an edit: the violations that the old object didn't have already. */
  public static List<Violation> reviewUpdate(
      HostRequest before,
      HostRequest after,
      NamespaceFacts namespace,
      Requester requester,
      PolicySet policies,
      HostLedger ledger) {
    var checks = checks(policies.matching(namespace, requester), namespace);
    var known = new HashSet<Fault>();
    var asking = Optional.of(requester);
    // What was exempt was no violation: an edit that loses the exemption adds one.
    notExempt(found(before, checks, Optional.of(ledger)), before, namespace, asking, policies)
        .forEach(f -> known.add(Fault.of(f)));
    return violations(
        notExempt(found(after, checks, Optional.of(ledger)), after, namespace, asking, policies)
            .filter(f -> !known.contains(Fault.of(f))));
  }

  /** The object as the ledger takes it, with the violations that keep it from being routed. */
  public static ClaimingObject claimingObject(
      HostRequest request, NamespaceFacts namespace, PolicySet policies) {
    var found =
        violations(
            found(request, checks(policies.matching(namespace), namespace), Optional.empty()));
    var lifted = Exemptions.lifting(namespace, request.meta().labels(), Optional.empty(), policies);
    // Nothing is routed of an object that can't be read, or takes what no policy could give,
    // whatever the enforcement and whoever let it pass.
    var forbidding =
        found.stream()
            .filter(
                v ->
                    v.rule().equals(HostChecks.HOSTS)
                        || (v.enforcement() == Enforcement.DENY
                            && (v.policy().equals(NO_POLICY) || !lifted.test(v))));
    return new ClaimingObject(
        request.key(),
        request.meta(),
        request.owner(),
        request.exposures(),
        request.claims(),
        forbidding.toList());
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

  private static Stream<Found> found(Collection<Violation> violations, String exposure) {
    return violations.stream().map(violation -> new Found(violation, exposure));
  }

  private static Stream<Found> notExempt(
      Stream<Found> found,
      HostRequest request,
      NamespaceFacts namespace,
      Optional<Requester> requester,
      PolicySet policies) {
    var lifted = Exemptions.lifting(namespace, request.meta().labels(), requester, policies);
    return found.filter(f -> !lifted.test(f.violation()));
  }

  private static List<HostChecks> checks(Stream<Policy> matching, NamespaceFacts namespace) {
    var withHosts = matching.filter(p -> p.hosts().isPresent()).toList();
    return HostChecks.of(withHosts, namespace);
  }

  private static Stream<Found> found(
      HostRequest request, List<HostChecks> checks, Optional<HostLedger> ledger) {
    var found = Stream.<Found>builder();
    request.unreadable().forEach(problem -> found(unreadable(problem, checks), "").forEach(found));
    checks.forEach(check -> found(check.object(request), "").forEach(found));
    for (HostRequest.Item item : request.items()) {
      switch (item) {
        case MalformedHost malformed ->
            found(unreadable(problemOf(request, malformed), checks), "").forEach(found);
        case HostRequest.TakenHost host ->
            taken(request, host, checks, ledger.isPresent()).forEach(found);
        case HostClaim claim -> {
          for (HostChecks check : checks) {
            var name = claim.exposure().name();
            found(check.host(request, claim), name).forEach(found);
            ledger.ifPresent(l -> found(check.ledger(request, claim, l), name).forEach(found));
          }
        }
      }
    }
    return found.build();
  }

  private static Stream<Found> taken(
      HostRequest request, HostRequest.TakenHost host, List<HostChecks> checks, boolean asked) {
    var violations =
        asked
            ? checks.stream().flatMap(check -> check.taken(request, host).stream()).toList()
            : List.of(HostChecks.notRouted(request, host));
    return found(violations, Exposure.MESH.name());
  }

  /** In document order; what a host violates on several exposures is said once. */
  private static List<Violation> violations(Stream<Found> found) {
    return found
        .map(Found::violation)
        .distinct()
        .sorted(Comparator.comparing(violation -> inDocumentOrder(violation.fieldPath())))
        .toList();
  }

  /** Sorts paths as kubectl prints the document: keys by name, elements of lists by position. */
  private static String inDocumentOrder(String fieldPath) {
    return INDEX
        .matcher(fieldPath)
        .replaceAll(index -> "0".repeat(Math.max(0, 10 - index.group().length())) + index.group());
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

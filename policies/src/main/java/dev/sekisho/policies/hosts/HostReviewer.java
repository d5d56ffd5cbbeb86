package dev.sekisho.policies.hosts;

import dev.sekisho.policies.hosts.HostRequest.MalformedHost;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
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
    return violations(request, checks, Optional.of(ledger));
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
    violations(before, checks, Optional.of(ledger)).forEach(v -> known.add(Fault.of(v, before)));
    return violations(after, checks, Optional.of(ledger)).stream()
        .filter(v -> !known.contains(Fault.of(v, after)))
        .toList();
  }

  /** The object as the ledger takes it, with the violations that keep it from being routed. */
  public static ClaimingObject claimingObject(
      HostRequest request, NamespaceFacts namespace, PolicySet policies) {
    var found =
        violations(request, checks(policies.matching(namespace), namespace), Optional.empty());
    // Nothing is routed of an object that can't be read, whatever the enforcement.
    var forbidding =
        found.stream()
            .filter(v -> v.enforcement() == Enforcement.DENY || v.rule().equals(HostChecks.HOSTS));
    return new ClaimingObject(
        request.key(),
        request.meta(),
        request.owner(),
        request.exposure(),
        request.claims(),
        forbidding.toList());
  }

  /** A violation without the position, which an edit may move; conflicts are of one exposure. */
  private record Fault(String policy, String rule, String message, String exposure) {
    static Fault of(Violation violation, HostRequest request) {
      boolean onExposure = HostChecks.OF_EXPOSURE.contains(violation.rule());
      return new Fault(
          violation.policy(),
          violation.rule(),
          violation.message(),
          onExposure ? request.exposure().name() : "");
    }
  }

  private static List<HostChecks> checks(Stream<Policy> matching, NamespaceFacts namespace) {
    var withHosts = matching.filter(p -> p.hosts().isPresent()).toList();
    return HostChecks.of(withHosts, namespace);
  }

  private static List<Violation> violations(
      HostRequest request, List<HostChecks> checks, Optional<HostLedger> ledger) {
    var found = new ArrayList<Violation>();
    request.unreadable().forEach(problem -> found.addAll(unreadable(problem, checks)));
    checks.forEach(check -> found.addAll(check.object(request)));
    for (HostRequest.Item item : request.items()) {
      switch (item) {
        case MalformedHost malformed ->
            found.addAll(unreadable(problemOf(request, malformed), checks));
        case HostClaim claim -> {
          for (HostChecks check : checks) {
            found.addAll(check.host(request, claim));
            ledger.ifPresent(l -> found.addAll(check.ledger(request, claim, l)));
          }
        }
      }
    }
    found.sort(Comparator.comparing(violation -> inDocumentOrder(violation.fieldPath())));
    return List.copyOf(found);
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

  /** Violates every policy about hosts; where there is none, it is worth a warning. */
  private static List<Violation> unreadable(FieldProblem problem, List<HostChecks> checks) {
    if (checks.isEmpty()) {
      return List.of(
          new Violation(
              NO_POLICY, HostChecks.HOSTS, problem.path(), problem.problem(), Enforcement.WARN));
    }
    return checks.stream().map(check -> check.unreadable(problem)).toList();
  }
}

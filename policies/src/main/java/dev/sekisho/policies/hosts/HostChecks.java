package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.PatternTemplate;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The checks of one policy's {@code hosts} section in one namespace.
 *
 * @param allowed what counts as listed for this policy: its own patterns and, if it is a platform
 *     policy, those of the other platform policies that are at least as strict
 */
record HostChecks(
    Policy policy, HostRules rules, List<HostPattern> allowed, List<HostPattern> denied) {

  /** The rule that what can't be read violates. */
  static final String HOSTS = "hosts";

  private static final String UNLISTED = "hosts.unlisted";
  private static final String DENY = "hosts.deny";
  private static final String EMPTY = "hosts.empty";
  private static final String WILDCARD = "hosts.wildcard";
  private static final String CONFLICTS = "hosts.conflicts";
  private static final String UNIQUE = "hosts.unique";
  private static final String TLS_MUST_COVER = "hosts.tls.mustCoverHosts";

  /** The rules whose violations are of one exposure. */
  static final Set<String> OF_EXPOSURE = Set.of(CONFLICTS, UNIQUE);

  /**
   * @param policies those that match, each with a {@code hosts} section
   */
  static List<HostChecks> of(List<Policy> policies, NamespaceFacts namespace) {
    return policies.stream()
        .flatMap(
            policy -> policy.hosts().stream().map(rules -> of(policy, rules, policies, namespace)))
        .toList();
  }

  private static HostChecks of(
      Policy policy, HostRules rules, List<Policy> policies, NamespaceFacts namespace) {
    var allowed =
        policies.stream()
            .filter(other -> countsFor(policy, other))
            .flatMap(other -> other.hosts().stream())
            .flatMap(other -> allowedBy(other, namespace))
            .toList();
    var denied = rules.deny().stream().flatMap(template -> resolve(template, namespace)).toList();
    return new HostChecks(policy, rules, allowed, denied);
  }

  /**
   * What platform policies allow unites, as far as they are no less strict; the list of a policy
   * that a namespace has of its own counts for that policy alone, so that it only takes away.
   */
  private static boolean countsFor(Policy policy, Policy other) {
    return switch (policy.scope()) {
      case PLATFORM -> other.isPlatform() && other.enforcement().atLeast(policy.enforcement());
      case NAMESPACE -> other.id().equals(policy.id());
    };
  }

  private static Stream<HostPattern> allowedBy(HostRules rules, NamespaceFacts namespace) {
    var listed = rules.allow().stream().flatMap(template -> resolve(template, namespace));
    var annotated =
        rules
            .allowFromNamespaceAnnotation()
            .flatMap(name -> Optional.ofNullable(namespace.annotations().get(name)))
            .stream()
            .flatMap(list -> Arrays.stream(list.split(",", -1)))
            .map(String::strip)
            .flatMap(text -> pattern(HostPattern.read(text)));
    return Stream.concat(listed, annotated);
  }

  private static Stream<HostPattern> resolve(PatternTemplate template, NamespaceFacts namespace) {
    return pattern(template.resolve(namespace.name()));
  }

  /** What is no pattern allows nothing. */
  private static Stream<HostPattern> pattern(HostPattern.Reading reading) {
    return switch (reading) {
      case HostPattern.Reading.Ok ok -> Stream.of(ok.pattern());
      case HostPattern.Reading.Malformed ignored -> Stream.empty();
    };
  }

  /** What the host violates by itself, whatever others claim. */
  List<Violation> host(HostRequest request, HostClaim claim) {
    return switch (claim.subject()) {
      case HOST -> named(request, claim);
      case EVERY_HOST ->
          rules.emptyDenied()
              ? List.of(violation(EMPTY, claim, request.invalid(claim)))
              : List.of();
      case GROUP -> List.of();
    };
  }

  private List<Violation> named(HostRequest request, HostClaim claim) {
    boolean unlisted = rules.unlistedDenied() && !isAllowed(claim.pattern());
    boolean isDenied = isDenied(claim.pattern());
    boolean wildcard = rules.wildcardDenied() && claim.pattern().isWildcard();
    boolean uncovered = rules.tls().mustCoverHosts() && !request.tls().covers(claim.pattern());
    if (!unlisted && !isDenied && !wildcard && !uncovered) {
      return List.of(); // most are in order, and then nothing is made
    }
    String message = request.invalid(claim);
    var found = new ArrayList<Violation>();
    if (unlisted) {
      found.add(violation(UNLISTED, claim, message));
    }
    if (isDenied) {
      found.add(violation(DENY, claim, message));
    }
    if (wildcard) {
      found.add(violation(WILDCARD, claim, message));
    }
    if (uncovered) {
      found.add(violation(TLS_MUST_COVER, claim, message + " (no tls entry covers it)"));
    }
    return found;
  }

  private boolean isAllowed(HostPattern host) {
    for (HostPattern pattern : allowed) {
      if (pattern.covers(host)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDenied(HostPattern host) {
    for (HostPattern pattern : denied) {
      if (pattern.overlaps(host)) {
        return true;
      }
    }
    return false;
  }

  /** What the host violates because of the claims of others. */
  List<Violation> ledger(HostRequest request, HostClaim claim, HostLedger ledger) {
    var found = new ArrayList<Violation>();
    if (rules.conflictsDenied()) {
      ledger
          .conflicting(claim.exposure(), claim.pattern(), request.owner())
          .ifPresent(
              with -> found.add(violation(CONFLICTS, claim, conflict(request, claim, with))));
    }
    Optional.of(claim)
        .filter(
            named ->
                named.subject()
                    == HostClaim.Subject.HOST) // others are judged by empty and conflicts alone
        .flatMap(named -> notUnique(request, named, ledger))
        .ifPresent(with -> found.add(violation(UNIQUE, claim, conflict(request, claim, with))));
    return found;
  }

  /** What a host that was never to be had violates. */
  List<Violation> taken(HostRequest request, HostRequest.TakenHost host) {
    return rules.conflictsDenied()
        ? List.of(
            new Violation(
                policy.id().toString(),
                CONFLICTS,
                host.fieldPath(),
                taken(request.invalidHost(host.pattern()), host),
                policy.enforcement()))
        : List.of();
  }

  private static String taken(String invalid, HostRequest.TakenHost host) {
    return invalid + " (conflicts with " + host.by() + ")";
  }

  /** Such a host isn't routed, whatever the policies say. */
  static Violation notRouted(HostRequest request, HostRequest.TakenHost host) {
    return new Violation(
        HostReviewer.NO_POLICY,
        CONFLICTS,
        host.fieldPath(),
        taken(request.invalidHost(host.pattern()), host),
        Enforcement.DENY);
  }

  private Optional<HostClaim> notUnique(HostRequest request, HostClaim claim, HostLedger ledger) {
    return switch (rules.unique()) {
      case NONE -> Optional.empty();
      case HOST -> ledger.occupied(claim.exposure(), claim.pattern(), request.key());
      case HOST_AND_PATH ->
          ledger.occupied(
              claim.exposure(),
              claim.pattern(),
              request.key(),
              other -> other.paths().stream().anyMatch(claim.paths()::contains));
    };
  }

  private static String conflict(HostRequest request, HostClaim claim, HostClaim with) {
    return request.invalid(claim) + " (conflicts with " + with.object().qualifiedName() + ")";
  }

  /** What the object violates as a whole. */
  List<Violation> object(HostRequest request) {
    return ObjectChecks.violations(request, policy, rules);
  }

  Violation unreadable(FieldProblem problem) {
    return new Violation(
        policy.id().toString(), HOSTS, problem.path(), problem.problem(), policy.enforcement());
  }

  private Violation violation(String rule, HostClaim claim, String message) {
    return new Violation(
        policy.id().toString(), rule, claim.fieldPath(), message, policy.enforcement());
  }
}

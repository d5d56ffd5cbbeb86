package dev.sekisho.policies.registration;

import dev.sekisho.policies.model.CelMatch;
import dev.sekisho.policies.model.CelMutation;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.model.HostClaimRule;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.PodTemplates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What policies' own rules, claims and mutations name beyond what is asked anyway: as few rules as
 * say just that, in an order that depends on nothing but what they say.
 */
public final class RegistrationRules {

  private static final List<String> EVERY_VERSION = List.of(Asked.ANY);
  private static final List<Operation> WRITES = List.of(Operation.CREATE, Operation.UPDATE);

  private RegistrationRules() {}

  /**
   * Those of the validating webhook.
   *
   * @param asked what the API server asks already
   */
  public static List<RegistrationRule> validating(
      PolicySet policies, Collection<RegistrationRule> asked) {
    var rules = policies.policies().stream().flatMap(p -> p.rules().stream()).map(CelRule::match);
    var claims =
        policies.policies().stream()
            .flatMap(p -> p.hosts().stream())
            .flatMap(hosts -> hosts.claims().stream());
    return beyond(
        asked,
        Stream.concat(rules.flatMap(RegistrationRules::of), claims.map(RegistrationRules::of)));
  }

  /** Those of the mutating webhook, as {@link #validating}. */
  public static List<RegistrationRule> mutating(
      PolicySet policies, Collection<RegistrationRule> asked) {
    return beyond(
        asked,
        policies.policies().stream()
            .flatMap(p -> p.mutations().stream())
            .map(CelMutation::match)
            .flatMap(RegistrationRules::of));
  }

  private static Stream<RegistrationRule> of(CelMatch match) {
    if (match.podTemplates()) {
      return PodTemplates.currentKinds().stream()
          .map(
              kind ->
                  new RegistrationRule(
                      List.of(kind.group()),
                      EVERY_VERSION,
                      match.operations(),
                      kind.kind().equals("Pod")
                          ? List.of("pods", "pods/" + CelMatch.EPHEMERAL_CONTAINERS)
                          : List.of(KnownResources.resource(kind).resource())));
    }
    return Stream.of(
        new RegistrationRule(
            match.apiGroups(),
            match.apiVersions().isEmpty() ? EVERY_VERSION : match.apiVersions(),
            match.operations(),
            match.resources()));
  }

  private static RegistrationRule of(HostClaimRule claim) {
    return new RegistrationRule(claim.apiGroups(), EVERY_VERSION, WRITES, claim.resources());
  }

  private static List<RegistrationRule> beyond(
      Collection<RegistrationRule> asked, Stream<RegistrationRule> wanted) {
    var there = asked.stream().flatMap(Asked::of).collect(Collectors.toSet());
    var all =
        wanted
            .flatMap(Asked::of)
            .filter(a -> !a.isEverything() && there.stream().noneMatch(t -> t.covers(a)))
            .collect(Collectors.toSet());
    return merged(
        all.stream()
            .filter(a -> !a.isCoveredBy(all))
            .map(
                a ->
                    new RegistrationRule(
                        List.of(a.group()),
                        List.of(a.version()),
                        List.of(a.operation()),
                        List.of(a.resource())))
            .toList());
  }

  /** One list at a time grows where all the others are the same: no combination is added. */
  private static List<RegistrationRule> merged(List<RegistrationRule> single) {
    var byOperation =
        merge(
            single,
            r -> List.of(r.apiGroups(), r.apiVersions(), r.resources()),
            (r, same) ->
                new RegistrationRule(
                    r.apiGroups(),
                    r.apiVersions(),
                    all(same, RegistrationRule::operations),
                    r.resources()));
    var byResource =
        merge(
            byOperation,
            r -> List.of(r.apiGroups(), r.apiVersions(), r.operations()),
            (r, same) ->
                new RegistrationRule(
                    r.apiGroups(),
                    r.apiVersions(),
                    r.operations(),
                    all(same, RegistrationRule::resources)));
    var byVersion =
        merge(
            byResource,
            r -> List.of(r.apiGroups(), r.operations(), r.resources()),
            (r, same) ->
                new RegistrationRule(
                    r.apiGroups(),
                    all(same, RegistrationRule::apiVersions),
                    r.operations(),
                    r.resources()));
    return merge(
            byVersion,
            r -> List.of(r.apiVersions(), r.operations(), r.resources()),
            (r, same) ->
                new RegistrationRule(
                    all(same, RegistrationRule::apiGroups),
                    r.apiVersions(),
                    r.operations(),
                    r.resources()))
        .stream()
        .sorted(Comparator.comparing(RegistrationRule::toString))
        .toList();
  }

  private interface Union {
    RegistrationRule of(RegistrationRule first, List<RegistrationRule> same);
  }

  private static List<RegistrationRule> merge(
      List<RegistrationRule> rules, Function<RegistrationRule, Object> rest, Union union) {
    Map<Object, List<RegistrationRule>> same = new HashMap<>();
    for (RegistrationRule rule : rules) {
      same.computeIfAbsent(rest.apply(rule), key -> new ArrayList<>()).add(rule);
    }
    return same.values().stream().map(list -> union.of(list.getFirst(), list)).toList();
  }

  private static <T extends Comparable<T>> List<T> all(
      List<RegistrationRule> rules, Function<RegistrationRule, List<T>> part) {
    var all = new TreeSet<T>();
    rules.forEach(rule -> all.addAll(part.apply(rule)));
    return List.copyOf(all);
  }
}

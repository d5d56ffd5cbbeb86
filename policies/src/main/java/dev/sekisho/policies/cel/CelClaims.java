package dev.sekisho.policies.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.cel.expression.CelBudget;
import dev.sekisho.policies.cel.expression.CelVariables;
import dev.sekisho.policies.cel.expression.Evaluated;
import dev.sekisho.policies.model.HostClaimRule;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.ClaimedObject;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Finds by {@code hosts.claims} which hosts objects of other kinds claim. Pure functions. */
public final class CelClaims {

  private CelClaims() {}

  /** What one rule says of an object. */
  sealed interface Claimed {

    /**
     * @param hosts as the object says them; spaces around them and empty ones are gone
     */
    record Hosts(List<String> hosts) implements Claimed {
      public Hosts {
        hosts = List.copyOf(hosts);
      }
    }

    /** Its claims can't be told. */
    record Unknown(String reason) implements Claimed {}
  }

  /**
   * The object with all that the policies which govern its namespace say that it claims; what they
   * can't tell is a problem of the object. Empty if none says anything of its kind.
   *
   * @param object of {@code request}, the new one or the old one
   */
  public static Optional<ClaimedObject> read(
      ObjectRequest request, JsonNode object, NamespaceFacts namespace, PolicySet policies) {
    var rules =
        policies
            .matching(namespace)
            .flatMap(policy -> policy.hosts().stream())
            .flatMap(section -> section.claims().stream())
            .filter(rule -> request.subResource().isEmpty() && rule.matches(request.resource()))
            .toList();
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    var hosts = new LinkedHashSet<String>();
    var problems = new ArrayList<FieldProblem>();
    String word = request.kind().kind().toLowerCase(Locale.ROOT);
    for (HostClaimRule rule : rules) {
      switch (hosts(rule, object, namespace)) {
        case Claimed.Hosts(var found) -> hosts.addAll(found);
        case Claimed.Unknown(String reason) ->
            problems.add(
                new FieldProblem("", "invalid " + word + ": its hosts can't be told: " + reason));
      }
    }
    return Optional.of(
        new ClaimedObject(
            MetaReader.read(object),
            request.kind().nameInKey(),
            word,
            request.resource(),
            List.copyOf(hosts),
            problems));
  }

  static Claimed hosts(HostClaimRule rule, JsonNode object, NamespaceFacts namespace) {
    var variables = CelVariables.of(object, namespace);
    return switch (rule.expression().evaluate(variables, new CelBudget())) {
      case Evaluated.Failed(String reason) -> new Claimed.Unknown(reason);
      case Evaluated.Value(List<?> values) -> hosts(values);
      case Evaluated.Value _ -> new Claimed.Unknown("not a list of hosts");
    };
  }

  private static Claimed hosts(List<?> values) {
    var hosts = new ArrayList<String>();
    for (Object value : values) {
      if (!(Objects.requireNonNull(value) instanceof String host)) {
        return new Claimed.Unknown("a host that is no string");
      }
      if (!host.isBlank()) {
        hosts.add(host.strip());
      }
    }
    return new Claimed.Hosts(hosts);
  }
}

package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * A policy that speaks of some callers only has no say in routing, so it may take away but not
 * give: what it allowed at admission would not be routed. Nor may it grant Secrets: a Pod that a
 * controller makes is asked for by another caller than its template.
 */
final class SubjectsOnlyDeny {

  private static final List<Giving> GIVING =
      List.of(
          Giving.of(PolicyShape.HOSTS, HostsShape.ALLOW),
          Giving.of(PolicyShape.HOSTS, HostsShape.ALLOW_FROM_ANNOTATION),
          Giving.of(PolicyShape.HOSTS, HostsShape.OWNER_LABEL),
          Giving.of(PolicyShape.SECRETS, SecretsShape.GRANTS),
          Giving.of(PolicyShape.SECRETS, SecretsShape.MOUNTS, SecretMountsShape.PATHS),
          Giving.of(PolicyShape.SECRETS, SecretsShape.HOST_PATHS, HostPathsShape.ALLOW),
          Giving.of(PolicyShape.SECRETS, SecretsShape.PROVIDER_CLASSES, ProviderClassesShape.ALLOW),
          Giving.of(
              PolicyShape.SECRETS,
              SecretsShape.PROVIDER_CLASSES,
              ProviderClassesShape.OBJECT_PREFIXES));

  private static final List<Giving> MODES =
      List.of(
          Giving.of(PolicyShape.HOSTS, HostsShape.UNLISTED),
          Giving.of(PolicyShape.HOSTS, HostsShape.EMPTY),
          Giving.of(PolicyShape.HOSTS, HostsShape.WILDCARD),
          Giving.of(PolicyShape.HOSTS, HostsShape.CONFLICTS),
          Giving.of(PolicyShape.SECRETS, SecretsShape.DEFAULT));

  private SubjectsOnlyDeny() {}

  /**
   * A key that gives, and those above it.
   *
   * @param path from the {@code spec} down
   */
  private record Giving(List<String> path) {
    static Giving of(Key<?>... keys) {
      return new Giving(List.of(keys).stream().map(Key::name).toList());
    }

    /** The nodes, not the values: the rule is reported also where there are other problems. */
    Optional<YamlNode.Entry> in(YamlNode.Mapping spec) {
      YamlNode.Mapping inner = spec;
      for (String name : path.subList(0, path.size() - 1)) {
        var next = inner.entry(name).map(YamlNode.Entry::value);
        if (next.isEmpty() || !(next.get() instanceof YamlNode.Mapping mapping)) {
          return Optional.empty();
        }
        inner = mapping;
      }
      return inner.entry(path.getLast());
    }

    void report(YamlNode.Entry entry, Spot at) {
      Spot place = at;
      for (String name : path) {
        place = place.key(name);
      }
      place.report(entry.key(), "a policy with match.subjects may only deny");
    }
  }

  static void check(Fields fields, YamlNode.Mapping spec, Spot at) {
    if (Giving.of(PolicyShape.MATCH, MatchShape.SUBJECTS).in(spec).isEmpty()) {
      return;
    }
    for (Giving giving : GIVING) {
      giving.in(spec).ifPresent(entry -> giving.report(entry, at));
    }
    for (Giving mode : MODES) {
      mode.in(spec)
          .filter(e -> e.value() instanceof YamlNode.Scalar word && word.text().equals("allow"))
          .ifPresent(entry -> mode.report(entry, at));
    }
  }
}

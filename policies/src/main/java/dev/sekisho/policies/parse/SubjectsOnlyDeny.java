package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * A policy that speaks of some callers only has no say in routing, so it may take away but not
 * give: what it allowed at admission would not be routed.
 */
final class SubjectsOnlyDeny {

  private static final List<Key<?>> GIVING =
      List.of(HostsShape.ALLOW, HostsShape.ALLOW_FROM_ANNOTATION, HostsShape.OWNER_LABEL);
  private static final List<Key<?>> MODES =
      List.of(HostsShape.UNLISTED, HostsShape.EMPTY, HostsShape.WILDCARD, HostsShape.CONFLICTS);

  private SubjectsOnlyDeny() {}

  static void check(Fields fields, YamlNode.Mapping spec, Spot at) {
    // The nodes, not the values: the rule is reported also where the sections have other problems.
    var subjects =
        mapping(spec, PolicyShape.MATCH).flatMap(m -> m.entry(MatchShape.SUBJECTS.name()));
    var hosts = mapping(spec, PolicyShape.HOSTS);
    if (subjects.isEmpty() || hosts.isEmpty()) {
      return;
    }
    Spot section = at.key(PolicyShape.HOSTS.name());
    for (Key<?> key : GIVING) {
      hosts.get().entry(key.name()).ifPresent(entry -> report(entry, section));
    }
    for (Key<?> key : MODES) {
      hosts
          .get()
          .entry(key.name())
          .filter(e -> e.value() instanceof YamlNode.Scalar mode && mode.text().equals("allow"))
          .ifPresent(entry -> report(entry, section));
    }
  }

  private static Optional<YamlNode.Mapping> mapping(YamlNode.Mapping node, Key<?> key) {
    return node.entry(key.name())
        .map(YamlNode.Entry::value)
        .filter(YamlNode.Mapping.class::isInstance)
        .map(YamlNode.Mapping.class::cast);
  }

  private static void report(YamlNode.Entry entry, Spot section) {
    section
        .key(entry.key().text())
        .report(entry.key(), "a policy with match.subjects may only deny");
  }
}

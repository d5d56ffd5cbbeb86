package dev.sekisho.policies.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;

/**
 * A policy that speaks of some callers only has no say in routing, so it may take away but not
 * give: what it allowed at admission would not be routed. Nor may it grant Secrets: a Pod that a
 * controller makes is asked for by another caller than its template.
 */
final class SubjectsOnlyDeny {

  private static final String ONLY_DENY = "a policy with match.subjects may only deny";
  private static final String NO_REQUEST =
      "a policy with match.subjects is about who asks the API server: put it into another policy";
  private static final String ALLOW = "allow";

  private static final List<KeyPath> GIVING =
      List.of(
          KeyPath.of(PolicyShape.HOSTS, HostsShape.ALLOW),
          KeyPath.of(PolicyShape.HOSTS, HostsShape.ALLOW_FROM_ANNOTATION),
          KeyPath.of(PolicyShape.HOSTS, HostsShape.OWNER_LABEL),
          KeyPath.of(PolicyShape.HOSTS, HostsShape.CLAIMS),
          KeyPath.of(PolicyShape.MUTATIONS),
          KeyPath.of(PolicyShape.SECRETS, SecretsShape.GRANTS),
          KeyPath.of(PolicyShape.SECRETS, SecretsShape.MOUNTS, SecretMountsShape.PATHS),
          KeyPath.of(PolicyShape.SECRETS, SecretsShape.HOST_PATHS, HostPathsShape.ALLOW),
          KeyPath.of(
              PolicyShape.SECRETS, SecretsShape.PROVIDER_CLASSES, ProviderClassesShape.ALLOW),
          KeyPath.of(
              PolicyShape.SECRETS,
              SecretsShape.PROVIDER_CLASSES,
              ProviderClassesShape.OBJECT_PREFIXES),
          KeyPath.of(PolicyShape.EXEMPTIONS));

  /** Routing ignores such a policy, and no request passes here. */
  private static final KeyPath MESH = KeyPath.of(PolicyShape.MESH);

  private static final List<KeyPath> MODES =
      List.of(
          KeyPath.of(PolicyShape.HOSTS, HostsShape.UNLISTED),
          KeyPath.of(PolicyShape.HOSTS, HostsShape.EMPTY),
          KeyPath.of(PolicyShape.HOSTS, HostsShape.WILDCARD),
          KeyPath.of(PolicyShape.HOSTS, HostsShape.CONFLICTS),
          KeyPath.of(PolicyShape.SECRETS, SecretsShape.DEFAULT));

  private SubjectsOnlyDeny() {}

  static void check(Fields fields, YamlNode.Mapping spec, Spot at) {
    if (KeyPath.of(PolicyShape.MATCH, MatchShape.SUBJECTS).in(spec).isEmpty()) {
      return;
    }
    for (KeyPath key : GIVING) {
      key.in(spec).ifPresent(entry -> key.report(entry, at, ONLY_DENY));
    }
    MESH.in(spec).ifPresent(entry -> MESH.report(entry, at, NO_REQUEST));
    for (KeyPath key : MODES) {
      key.in(spec)
          .filter(e -> e.value() instanceof YamlNode.Scalar word && word.text().equals(ALLOW))
          .ifPresent(entry -> key.report(entry, at, ONLY_DENY));
    }
  }

  /** The same for a schema. */
  static List<JsonNode> asSchema() {
    var json = JsonNodeFactory.instance;
    var rule = json.objectNode();
    rule.set("if", KeyPath.of(PolicyShape.MATCH, MatchShape.SUBJECTS).present());
    var then = rule.putObject("then").putArray("allOf");
    GIVING.forEach(key -> then.add(key.withSchema(json.booleanNode(false))));
    then.add(MESH.withSchema(json.booleanNode(false)));
    var notAllow = json.objectNode();
    notAllow.putObject("not").put("const", ALLOW);
    MODES.forEach(key -> then.add(key.withSchema(notAllow)));
    return List.of(rule);
  }
}

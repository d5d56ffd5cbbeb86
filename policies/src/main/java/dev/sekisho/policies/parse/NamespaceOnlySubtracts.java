package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy of another namespace than Sekisho's own governs that namespace alone, and takes away
 * only: what could give, or speaks of other namespaces, is refused. Modes that are set to {@code
 * allow} may stand there: they only say that this policy has no opinion, and lose to any other.
 */
final class NamespaceOnlySubtracts {

  private static final String ONE_NAMESPACE =
      "a policy outside Sekisho's namespace governs its own namespace alone: leave the key out";
  private static final String GIVES = "only a platform policy may ";
  private static final String CHANGE = "change objects";
  private static final String NO_MTLS = "do without mTLS";
  private static final KeyPath PORTS =
      KeyPath.of(PolicyShape.MESH, MeshShape.MTLS, MeshShape.PORTS);

  /**
   * @param word the value that is refused; empty: every one
   */
  private record Refused(KeyPath key, String word, String message) {

    static Refused elsewhere(Key<?>... keys) {
      return new Refused(KeyPath.of(keys), "", ONE_NAMESPACE);
    }

    static Refused giving(String act, Key<?>... keys) {
      return giving(act, "", keys);
    }

    static Refused giving(String act, String word, Key<?>... keys) {
      return new Refused(KeyPath.of(keys), word, GIVES + act);
    }

    boolean applies(YamlNode.Entry entry) {
      return word.isEmpty()
          || (entry.value() instanceof YamlNode.Scalar written && written.text().equals(word));
    }
  }

  private static final List<Refused> REFUSED =
      List.of(
          Refused.elsewhere(PolicyShape.MATCH, MatchShape.NAMESPACES),
          Refused.elsewhere(PolicyShape.MATCH, MatchShape.NAMESPACE_SELECTOR),
          Refused.elsewhere(PolicyShape.MATCH, MatchShape.EXCLUDE, MatchShape.EXCLUDED_NAMESPACES),
          Refused.giving("join namespaces to one owner", PolicyShape.HOSTS, HostsShape.OWNER_LABEL),
          Refused.giving("grant Secrets", PolicyShape.SECRETS, SecretsShape.GRANTS),
          Refused.giving(
              "allow paths of the node",
              PolicyShape.SECRETS,
              SecretsShape.HOST_PATHS,
              HostPathsShape.ALLOW),
          Refused.giving(
              CHANGE, "set", PolicyShape.SECRETS, SecretsShape.MOUNTS, SecretMountsShape.READ_ONLY),
          Refused.giving(CHANGE, "set", PolicyShape.SECRETS, SecretsShape.AUTOMOUNT),
          Refused.giving(
              CHANGE, PolicyShape.SECRETS, SecretsShape.PROVIDER_CLASSES, ProviderClassesShape.CSI),
          Refused.giving("say what objects claim", PolicyShape.HOSTS, HostsShape.CLAIMS),
          Refused.giving(CHANGE, PolicyShape.MUTATIONS),
          Refused.giving(
              NO_MTLS, MeshShape.DISABLE, PolicyShape.MESH, MeshShape.MTLS, MeshShape.MODE),
          Refused.giving(CHANGE, PolicyShape.MESH, MeshShape.INJECT),
          Refused.giving("exempt", PolicyShape.EXEMPTIONS));

  private NamespaceOnlySubtracts() {}

  /**
   * @param root of the document
   */
  static void check(YamlNode root, Spot at) {
    Spot spec = at.key(PolicyShape.SPEC.name());
    KeyPath.of(PolicyShape.SPEC)
        .in(root)
        .ifPresent(
            entry ->
                refused(entry.value())
                    .forEach(
                        refused ->
                            refused
                                .key()
                                .in(entry.value())
                                .filter(refused::applies)
                                .ifPresent(e -> refused.key().report(e, spec, refused.message()))));
  }

  /** All that is refused, with the ports that this policy names. */
  private static List<Refused> refused(YamlNode spec) {
    var refused = new ArrayList<>(REFUSED);
    PORTS
        .in(spec)
        .map(YamlNode.Entry::value)
        .filter(YamlNode.Mapping.class::isInstance)
        .map(YamlNode.Mapping.class::cast)
        .ifPresent(ports -> ports.entries().forEach(port -> refused.add(withoutMtls(port))));
    return refused;
  }

  private static Refused withoutMtls(YamlNode.Entry port) {
    return new Refused(PORTS.then(port.key().text()), MeshShape.DISABLE, GIVES + NO_MTLS);
  }
}

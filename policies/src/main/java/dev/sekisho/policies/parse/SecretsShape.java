package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.HostPathRules;
import dev.sekisho.policies.model.ProviderClassRules;
import dev.sekisho.policies.model.SecretDenial;
import dev.sekisho.policies.model.SecretGrant;
import dev.sekisho.policies.model.SecretMountRules;
import dev.sekisho.policies.model.SecretRules;
import dev.sekisho.policies.model.SecretRules.Remedy;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.List;

/** The {@code secrets} section and its defaults. */
final class SecretsShape {

  static final Key<Boolean> DEFAULT =
      Key.optional("default", "A Secret that no grant covers. Default: allow.", HostsShape.DENIED);
  static final Key<List<SecretGrant>> GRANTS =
      Key.optional(
          "grants",
          "Who may use which Secrets, and how. The grants of all platform policies "
              + "unite. Platform policies only.",
          ListShape.of(SecretGrantShape.GRANT));
  private static final Key<List<SecretDenial>> DENY =
      Key.optional(
          "deny",
          "Secrets that nobody may use so, over any grant.",
          ListShape.of(SecretGrantShape.DENIAL));
  static final Key<SecretMountRules> MOUNTS =
      Key.optional("mounts", "How Secrets may be mounted.", SecretMountsShape.SHAPE);
  static final Key<HostPathRules> HOST_PATHS =
      Key.optional("hostPaths", "Which paths of the node Pods may mount.", HostPathsShape.SHAPE);
  static final Key<ProviderClassRules> PROVIDER_CLASSES =
      Key.optional(
          "providerClasses",
          "What is asked of SecretProviderClasses (Secrets Store CSI) and of those "
              + "who use them.",
          ProviderClassesShape.SHAPE);
  static final Key<Remedy> AUTOMOUNT =
      Key.optional(
          "automountServiceAccountToken",
          "deny: a Pod must say false itself; set: it is set to false on the Pod "
              + "(platform policies only). Default: no opinion.",
          new WordShape<>(
              List.of(new Word<>("deny", Remedy.DEMAND), new Word<>("set", Remedy.SET))));

  static final ObjectShape<SecretRules> SHAPE =
      ObjectShape.of(
          List.of(DEFAULT, GRANTS, DENY, MOUNTS, HOST_PATHS, PROVIDER_CLASSES, AUTOMOUNT),
          fields ->
              new SecretRules(
                  fields.get(DEFAULT).orElse(false),
                  fields.get(GRANTS).orElse(List.of()),
                  fields.get(DENY).orElse(List.of()),
                  fields.get(MOUNTS).orElse(SecretMountRules.NONE),
                  fields.get(HOST_PATHS).orElse(HostPathRules.NONE),
                  fields.get(PROVIDER_CLASSES),
                  fields.get(AUTOMOUNT)));

  private SecretsShape() {}
}

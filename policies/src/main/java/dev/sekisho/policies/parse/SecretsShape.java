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

  static final Key<Boolean> DEFAULT = Key.optional("default", HostsShape.DENIED);
  static final Key<List<SecretGrant>> GRANTS =
      Key.optional("grants", ListShape.of(SecretGrantShape.GRANT));
  private static final Key<List<SecretDenial>> DENY =
      Key.optional("deny", ListShape.of(SecretGrantShape.DENIAL));
  static final Key<SecretMountRules> MOUNTS = Key.optional("mounts", SecretMountsShape.SHAPE);
  static final Key<HostPathRules> HOST_PATHS = Key.optional("hostPaths", HostPathsShape.SHAPE);
  static final Key<ProviderClassRules> PROVIDER_CLASSES =
      Key.optional("providerClasses", ProviderClassesShape.SHAPE);
  static final Key<Remedy> AUTOMOUNT =
      Key.optional(
          "automountServiceAccountToken",
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

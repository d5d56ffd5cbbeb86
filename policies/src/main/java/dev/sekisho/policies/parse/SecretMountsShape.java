package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.SecretMountRules;
import dev.sekisho.policies.model.SecretRules.Remedy;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.List;

/** The {@code mounts} part of the {@code secrets} section. */
final class SecretMountsShape {

  static final Key<Remedy> READ_ONLY =
      Key.optional(
          "readOnly",
          "require: a mount of a Secret must be read-only; set: it is made so "
              + "(platform policies only). Default: no opinion.",
          new WordShape<>(
              List.of(new Word<>("require", Remedy.DEMAND), new Word<>("set", Remedy.SET))));
  static final Key<List<Glob>> PATHS =
      Key.optional(
          "paths",
          "Paths in containers where Secrets may be mounted, with * and ?. Default: " + "anywhere.",
          ListShape.notEmpty(
              Texts.MOUNT_PATH_GLOB,
              "an empty list would permit no mount: leave the key out to permit every path"));

  static final ObjectShape<SecretMountRules> SHAPE =
      ObjectShape.of(
          List.of(READ_ONLY, PATHS),
          fields ->
              new SecretMountRules(fields.get(READ_ONLY), fields.get(PATHS).orElse(List.of())));

  private SecretMountsShape() {}
}

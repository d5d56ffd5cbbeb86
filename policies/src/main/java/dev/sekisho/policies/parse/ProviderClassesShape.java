package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.NamespaceTemplate;
import dev.sekisho.policies.model.ProviderClassRules;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.List;

/** The {@code providerClasses} part of the {@code secrets} section. */
final class ProviderClassesShape {

  static final Key<List<Glob>> ALLOW =
      Key.optional(
          "allow",
          "Names of classes that may be used, with * and ?. Default: every class.",
          ListShape.notEmpty(
              Texts.PROVIDER_CLASS_GLOB,
              "an empty list would allow no class: leave the key out to allow every"));
  private static final Key<Boolean> CHECK =
      Key.optional(
          "check",
          "Whether classes and their use are checked for mistakes. Default: true.",
          TlsShape.FLAG);
  static final Key<List<NamespaceTemplate>> OBJECT_PREFIXES =
      Key.optional(
          "objectPrefixes",
          "Beginnings of which each object name must have one; ${namespace} stands "
              + "for the namespace. Default: any name.",
          ListShape.notEmpty(
              Texts.OBJECT_PREFIX,
              "an empty list would permit no object: leave the key out to permit every"));
  static final Key<Boolean> CSI =
      Key.optional(
          "csi",
          "inject: a Pod can ask for the CSI volume by the annotation "
              + "sekisho.dev/secret-provider-class. Platform policies only.",
          new WordShape<>(List.of(new Word<>("inject", true))));

  static final ObjectShape<ProviderClassRules> SHAPE =
      ObjectShape.of(
          List.of(ALLOW, CHECK, OBJECT_PREFIXES, CSI),
          fields ->
              new ProviderClassRules(
                  fields.get(ALLOW).orElse(List.of()),
                  fields.get(CHECK).orElse(true),
                  fields.get(OBJECT_PREFIXES).orElse(List.of()),
                  fields.get(CSI).orElse(false)));

  private ProviderClassesShape() {}
}

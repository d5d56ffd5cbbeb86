package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.AnnotationRules;
import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.HostRules.Uniqueness;
import dev.sekisho.policies.model.PatternTemplate;
import dev.sekisho.policies.model.TlsRules;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.List;
import java.util.Map;

/** The {@code hosts} section and its defaults. */
final class HostsShape {

  static final String NOT_YET = "not supported yet";

  static final WordShape<Boolean> DENIED =
      new WordShape<>(List.of(new Word<>("deny", true), new Word<>("allow", false)));

  static final Key<List<PatternTemplate>> ALLOW =
      Key.optional("allow", ListShape.of(Texts.HOST_PATTERN));
  private static final Key<List<PatternTemplate>> DENY =
      Key.optional("deny", ListShape.of(Texts.HOST_PATTERN));
  static final Key<String> ALLOW_FROM_ANNOTATION =
      Key.optional("allowFromNamespaceAnnotation", Texts.ANNOTATION_KEY);
  static final Key<Boolean> UNLISTED = Key.optional("unlisted", DENIED);
  static final Key<Boolean> EMPTY = Key.optional("empty", DENIED);
  static final Key<Boolean> WILDCARD = Key.optional("wildcard", DENIED);
  static final Key<Boolean> CONFLICTS = Key.optional("conflicts", DENIED);
  static final Key<String> OWNER_LABEL = Key.optional("ownerLabel", Texts.LABEL_KEY);
  private static final Key<Uniqueness> UNIQUE =
      Key.optional(
          "unique",
          new WordShape<>(
              List.of(
                  new Word<>("none", Uniqueness.NONE),
                  new Word<>("host", Uniqueness.HOST),
                  new Word<>("hostAndPath", Uniqueness.HOST_AND_PATH))));
  private static final Key<List<String>> INGRESS_CLASSES =
      Key.optional(
          "ingressClasses",
          ListShape.notEmpty(
              Texts.NAME, "an empty list would allow no class: leave the key out to allow every"));

  private static final Key<TlsRules> TLS = Key.optional("tls", TlsShape.SHAPE);
  private static final Key<AnnotationRules> ANNOTATIONS =
      Key.optional("annotations", AnnotationsShape.SHAPE);

  static final ObjectShape<HostRules> SHAPE =
      ObjectShape.of(
              List.of(
                  ALLOW,
                  DENY,
                  ALLOW_FROM_ANNOTATION,
                  UNLISTED,
                  EMPTY,
                  WILDCARD,
                  CONFLICTS,
                  OWNER_LABEL,
                  UNIQUE,
                  TLS,
                  INGRESS_CLASSES,
                  ANNOTATIONS),
              HostsShape::build)
          .refusing(Map.of("claims", NOT_YET));

  private HostsShape() {}

  private static HostRules build(Fields fields) {
    boolean lists = fields.has(ALLOW) || fields.has(ALLOW_FROM_ANNOTATION);
    return new HostRules(
        fields.get(ALLOW).orElse(List.of()),
        fields.get(DENY).orElse(List.of()),
        fields.get(ALLOW_FROM_ANNOTATION),
        fields.get(UNLISTED).orElse(lists),
        fields.get(EMPTY).orElse(true),
        fields.get(WILDCARD).orElse(false),
        fields.get(CONFLICTS).orElse(true),
        fields.get(OWNER_LABEL),
        fields.get(UNIQUE).orElse(Uniqueness.NONE),
        fields.get(INGRESS_CLASSES),
        fields.get(TLS).orElse(TlsRules.NONE),
        fields.get(ANNOTATIONS).orElse(AnnotationRules.NONE));
  }
}

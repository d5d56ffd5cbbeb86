package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.AnnotationRules;
import dev.sekisho.policies.model.Glob;
import java.util.List;
import java.util.Map;

/** The {@code annotations} part of the {@code hosts} section. */
final class AnnotationsShape {

  private static final Key<List<Glob>> DENY =
      Key.optional(
          "deny",
          "Names that must not be there; * also crosses \"/\".",
          ListShape.of(Texts.ANNOTATION_GLOB));
  private static final Key<Map<String, String>> REQUIRE =
      Key.optional(
          "require",
          "Names that must be there, with these very values.",
          new TextMapShape(
              "annotations",
              "the name of an annotation",
              TextForm.ANNOTATION_KEY,
              KubernetesNames::annotationKeyProblem,
              Texts.ANNOTATION_VALUE));

  static final ObjectShape<AnnotationRules> SHAPE =
      ObjectShape.of(
          List.of(DENY, REQUIRE),
          fields ->
              new AnnotationRules(
                  fields.get(DENY).orElse(List.of()), fields.get(REQUIRE).orElse(Map.of())));

  private AnnotationsShape() {}
}

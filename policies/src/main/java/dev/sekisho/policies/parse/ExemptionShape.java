package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Exemption;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.LabelSelector;
import java.time.Instant;
import java.util.List;

/** One entry of {@code exemptions}. */
final class ExemptionShape {

  private static final String NOTHING_LISTED =
      "an empty list would exempt nothing: leave the key out to exempt all";

  private static final Key<List<Glob>> NAMESPACES =
      Key.optional("namespaces", ListShape.notEmpty(Texts.NAMESPACE_GLOB, NOTHING_LISTED));
  private static final Key<List<String>> CHECKS =
      Key.optional("checks", ListShape.notEmpty(CheckNames.TEXT, NOTHING_LISTED));
  private static final Key<LabelSelector> SELECTOR = Key.optional("selector", SelectorShape.SHAPE);
  static final Key<List<Glob>> SUBJECTS =
      Key.optional("subjects", ListShape.of(Texts.SUBJECT_GLOB));
  private static final Key<String> REASON = Key.required("reason", Texts.REASON);
  static final Key<Instant> EXPIRES = Key.optional("expires", Texts.INSTANT);

  static final ObjectShape<Exemption> SHAPE =
      ObjectShape.of(
          List.of(NAMESPACES, CHECKS, SELECTOR, SUBJECTS, REASON, EXPIRES), ExemptionShape::build);

  private ExemptionShape() {}

  private static Exemption build(Fields fields) {
    return new Exemption(
        fields.get(NAMESPACES).orElse(List.of()),
        fields.get(CHECKS).orElse(List.of()),
        fields.get(SELECTOR),
        fields.get(SUBJECTS).orElse(List.of()),
        fields.require(REASON),
        fields.get(EXPIRES));
  }
}

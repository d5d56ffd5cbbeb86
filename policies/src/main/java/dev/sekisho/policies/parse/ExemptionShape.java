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
      Key.optional(
          "namespaces",
          "Names of namespaces, with * and ?. Default: all.",
          ListShape.notEmpty(Texts.NAMESPACE_GLOB, NOTHING_LISTED));
  private static final Key<List<String>> CHECKS =
      Key.optional(
          "checks",
          "Key paths of checks, with all below them, or rules.<name>. Default: all.",
          ListShape.notEmpty(CheckNames.TEXT, NOTHING_LISTED));
  private static final Key<LabelSelector> SELECTOR =
      Key.optional(
          "selector", "Selects objects by their labels. Default: all.", SelectorShape.SHAPE);
  static final Key<List<Glob>> SUBJECTS =
      Key.optional(
          "subjects",
          "Who asks: user names with * and ?, or groups after \"group:\"; routing "
              + "ignores such an exemption. Default: everybody.",
          ListShape.of(Texts.SUBJECT_GLOB));
  private static final Key<String> REASON =
      Key.required("reason", "Why, for people.", Texts.REASON);
  static final Key<Instant> EXPIRES =
      Key.optional(
          "expires",
          "When it ends: a date (midnight UTC) or a timestamp. Default: never.",
          Texts.INSTANT);

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

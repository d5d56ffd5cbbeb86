package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.PolicyMatch;
import java.util.List;

/** The {@code match} section. */
final class MatchShape {

  private static final String NOTHING_LISTED =
      "an empty list would match nothing: leave the key out to match everything";

  static final Key<List<Glob>> NAMESPACES =
      Key.optional(
          "namespaces",
          "Names of namespaces, with * and ?. Platform policies only.",
          ListShape.notEmpty(Texts.NAMESPACE_GLOB, NOTHING_LISTED));
  static final Key<LabelSelector> NAMESPACE_SELECTOR =
      Key.optional(
          "namespaceSelector",
          "Selects namespaces by their labels. Platform policies only.",
          SelectorShape.SHAPE);
  static final Key<List<Glob>> SUBJECTS =
      Key.optional(
          "subjects",
          "Who asks: user names with * and ?, or groups after \"group:\". Such a "
              + "policy may only deny, and routing ignores it.",
          ListShape.notEmpty(Texts.SUBJECT_GLOB, NOTHING_LISTED));

  static final Key<List<Glob>> EXCLUDED_NAMESPACES =
      Key.optional(
          "namespaces",
          "Namespaces that are left out. Platform policies only.",
          ListShape.of(Texts.NAMESPACE_GLOB));
  private static final Key<List<Glob>> EXCLUDED_SUBJECTS =
      Key.optional(
          "subjects",
          "Users and \"group:\"s that are left out, at admission.",
          ListShape.of(Texts.SUBJECT_GLOB));
  static final Key<Excluded> EXCLUDE =
      Key.optional(
          "exclude",
          "Where the policy does not apply; its keys OR.",
          ObjectShape.of(
              List.of(EXCLUDED_NAMESPACES, EXCLUDED_SUBJECTS),
              fields ->
                  new Excluded(
                      fields.get(EXCLUDED_NAMESPACES).orElse(List.of()),
                      fields.get(EXCLUDED_SUBJECTS).orElse(List.of()))));

  static final ObjectShape<PolicyMatch> SHAPE =
      ObjectShape.of(List.of(NAMESPACES, NAMESPACE_SELECTOR, SUBJECTS, EXCLUDE), MatchShape::build);

  private MatchShape() {}

  private record Excluded(List<Glob> namespaces, List<Glob> subjects) {}

  private static PolicyMatch build(Fields fields) {
    var excluded = fields.get(EXCLUDE).orElse(new Excluded(List.of(), List.of()));
    return new PolicyMatch(
        fields.get(NAMESPACES).orElse(List.of()),
        fields.get(NAMESPACE_SELECTOR),
        fields.get(SUBJECTS).orElse(List.of()),
        excluded.namespaces(),
        excluded.subjects());
  }
}

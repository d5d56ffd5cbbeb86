package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.WorkloadMatch;
import java.util.List;

/** The {@code workloads} that a grant is for. */
final class WorkloadsShape {

  private static final String NOTHING_LISTED =
      "an empty list would match no workload: leave the key out to match every one";

  private static final Key<List<Glob>> SERVICE_ACCOUNTS =
      Key.optional(
          "serviceAccounts",
          "Names of ServiceAccounts, with * and ?.",
          ListShape.notEmpty(Texts.SERVICE_ACCOUNT_GLOB, NOTHING_LISTED));
  private static final Key<LabelSelector> SELECTOR =
      Key.optional("selector", "Selects Pods by their labels.", SelectorShape.SHAPE);
  private static final Key<List<Glob>> CONTAINERS =
      Key.optional(
          "containers",
          "Names of containers, with * and ?.",
          ListShape.notEmpty(Texts.CONTAINER_GLOB, NOTHING_LISTED));
  private static final Key<List<Glob>> IMAGES =
      Key.optional(
          "images",
          "Images of containers, with * and ?; * also crosses \"/\".",
          ListShape.notEmpty(Texts.IMAGE_GLOB, NOTHING_LISTED));

  static final ObjectShape<WorkloadMatch> SHAPE =
      ObjectShape.of(
          List.of(SERVICE_ACCOUNTS, SELECTOR, CONTAINERS, IMAGES),
          fields ->
              new WorkloadMatch(
                  fields.get(SERVICE_ACCOUNTS).orElse(List.of()),
                  fields.get(SELECTOR),
                  fields.get(CONTAINERS).orElse(List.of()),
                  fields.get(IMAGES).orElse(List.of())));

  private WorkloadsShape() {}
}

package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.HostPathPattern;
import dev.sekisho.policies.model.HostPathRules;
import dev.sekisho.policies.model.HostPathRules.Allowance;
import dev.sekisho.policies.model.WorkloadMatch;
import java.util.List;

/** The {@code hostPaths} part of the {@code secrets} section. */
final class HostPathsShape {

  private static final Key<List<HostPathPattern>> PATHS =
      Key.required(
          "paths",
          "Paths of the node, with * and ? within a name.",
          ListShape.notEmpty(
              Texts.HOST_PATH, "an empty list would allow nothing: leave the entry out"));
  private static final Key<WorkloadMatch> WORKLOADS =
      Key.optional(
          "workloads", "Which workloads may mount them. Default: all.", WorkloadsShape.SHAPE);

  private static final ObjectShape<Allowance> ALLOWANCE =
      ObjectShape.of(
          List.of(PATHS, WORKLOADS),
          fields ->
              new Allowance(
                  fields.require(PATHS), fields.get(WORKLOADS).orElse(WorkloadMatch.ALL)));

  private static final Key<List<HostPathPattern>> DENY =
      Key.optional(
          "deny",
          "Paths of the node that must not be mounted, nor what lies below them or "
              + "contains them; \"/\" is the root alone.",
          ListShape.of(Texts.HOST_PATH));
  static final Key<List<Allowance>> ALLOW =
      Key.optional(
          "allow", "Exceptions from deny. Platform policies only.", ListShape.of(ALLOWANCE));

  static final ObjectShape<HostPathRules> SHAPE =
      ObjectShape.of(
          List.of(DENY, ALLOW),
          fields ->
              new HostPathRules(
                  fields.get(DENY).orElse(List.of()), fields.get(ALLOW).orElse(List.of())));

  private HostPathsShape() {}
}

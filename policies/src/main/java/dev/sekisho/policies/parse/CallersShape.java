package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.MeshSection.Caller;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** One entry of {@code allowFrom}. */
final class CallersShape {

  private static final String NOTHING_LISTED =
      "an empty list would allow nothing: leave the key out to allow everything";

  private static final Key<List<Glob>> PRINCIPALS =
      Key.required(
          "principals",
          "Who calls: <trust domain>/ns/<namespace>/sa/<service account>, with * and ?; * also "
              + "crosses \"/\".",
          ListShape.notEmpty(
              MeshTexts.PRINCIPAL_GLOB,
              "an empty list would let nobody in: name who may call, or \"*\" for everybody in the"
                  + " mesh"));
  private static final Key<List<Integer>> PORTS =
      Key.optional(
          "ports",
          "Ports of the workload. Default: all.",
          ListShape.distinct(new PortShape(), NOTHING_LISTED));
  private static final Key<List<Glob>> METHODS =
      Key.optional(
          "methods",
          "Methods of HTTP, with * and ?. Default: all, and what isn't HTTP.",
          ListShape.notEmpty(MeshTexts.METHOD_GLOB, NOTHING_LISTED));
  private static final Key<List<Glob>> PATHS =
      Key.optional(
          "paths",
          "Paths of HTTP without the query, with * and ?; * also crosses \"/\". Default: all, and "
              + "what isn't HTTP.",
          ListShape.notEmpty(MeshTexts.PATH_GLOB, NOTHING_LISTED));

  private static final Caller EVERYTHING =
      new Caller(List.of(), Collections.emptySortedSet(), List.of(), List.of());

  private static final Key<Caller> TO =
      Key.optional(
          "to",
          "What they may do: all keys must match. Default: everything.",
          ObjectShape.of(
              List.of(PORTS, METHODS, PATHS),
              fields ->
                  new Caller(
                      List.of(),
                      new TreeSet<>(fields.get(PORTS).orElse(List.of())),
                      fields.get(METHODS).orElse(List.of()),
                      fields.get(PATHS).orElse(List.of()))));

  static final ObjectShape<Caller> SHAPE =
      ObjectShape.of(
          List.of(PRINCIPALS, TO),
          fields -> {
            var to = fields.get(TO).orElse(EVERYTHING);
            return new Caller(fields.require(PRINCIPALS), to.ports(), to.methods(), to.paths());
          });

  private CallersShape() {}
}

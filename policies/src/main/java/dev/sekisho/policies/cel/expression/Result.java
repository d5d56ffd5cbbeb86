package dev.sekisho.policies.cel.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;

/** What an expression must come to. */
public enum Result {
  BOOL("bool", ImmutableList.of(SimpleType.BOOL)),
  STRING("string", ImmutableList.of(SimpleType.STRING)),
  /** Elements that aren't known to be strings are checked when there are some. */
  STRINGS(
      "list(string)",
      ImmutableList.of(
          ListType.create(SimpleType.STRING), ListType.create(SimpleType.DYN), SimpleType.DYN)),
  PATCHES("list(JSONPatch)", ImmutableList.of(ListType.create(PatchTypes.PATCH))),
  ANYTHING("dyn", ImmutableList.of());

  private final String text;
  private final ImmutableList<CelType> types;

  Result(String text, ImmutableList<CelType> types) {
    this.text = text;
    this.types = types;
  }

  boolean permits(CelType type) {
    return types.isEmpty() || types.stream().anyMatch(t -> Types.text(t).equals(Types.text(type)));
  }

  @Override
  public String toString() {
    return text;
  }
}

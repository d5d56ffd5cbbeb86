package dev.sekisho.policies.model;

import java.util.Comparator;
import java.util.regex.Pattern;

/** The order of fields as kubectl prints an object: keys by name, elements of lists by position. */
public final class DocumentOrder {

  /** Violations by their fields; those of one field stay as they are. */
  public static final Comparator<Violation> OF_VIOLATIONS =
      Comparator.comparing(violation -> sortable(violation.fieldPath()));

  private static final Pattern INDEX = Pattern.compile("(?<=\\[)[0-9]+(?=])");
  private static final int DIGITS = 10;

  private DocumentOrder() {}

  private static String sortable(String fieldPath) {
    return INDEX
        .matcher(fieldPath)
        .replaceAll(
            index -> "0".repeat(Math.max(0, DIGITS - index.group().length())) + index.group());
  }
}

package dev.sekisho.policies.cel.expression;

import com.google.common.base.Throwables;

/** Why an evaluation failed, in one line. */
final class Reasons {

  private static final int LONGEST = 300;

  private Reasons() {}

  static String of(Throwable thrown) {
    Throwable root = Throwables.getRootCause(thrown);
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String line = message.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}

package dev.sekisho.controlplane.serve;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Exceptions as the log may show them. */
final class Failures {

  /** Of each exception; a stack that overflowed has thousands. */
  private static final int FRAMES = 30;

  private static final int CAUSES = 5;

  private Failures() {}

  /** Types and places of a failure and its causes. Messages may quote what failed: an object. */
  static String withoutMessages(Throwable failure) {
    var text = new StringBuilder();
    Throwable cause = failure;
    for (int i = 0; i < CAUSES && cause != null; i++) {
      text.append(i == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
      text.append(
          Arrays.stream(cause.getStackTrace())
              .limit(FRAMES)
              .map(frame -> "\n    at " + frame)
              .collect(Collectors.joining()));
      cause = cause.getCause();
    }
    return text.toString();
  }
}

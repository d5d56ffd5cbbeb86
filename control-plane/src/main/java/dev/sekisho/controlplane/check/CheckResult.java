package dev.sekisho.controlplane.check;

/**
 * What one look has shown.
 *
 * @param check one word for what was looked at
 * @param message one line; with what to do, unless all is well
 */
public record CheckResult(Level level, String check, String message) {

  /** How bad it is. */
  public enum Level {
    OK,
    /** Something may go wrong, or couldn't be looked at. */
    WARNING,
    /** Something is wrong. */
    PROBLEM
  }

  static CheckResult ok(String check, String message) {
    return new CheckResult(Level.OK, check, message);
  }

  static CheckResult warning(String check, String message) {
    return new CheckResult(Level.WARNING, check, message);
  }

  static CheckResult problem(String check, String message) {
    return new CheckResult(Level.PROBLEM, check, message);
  }
}

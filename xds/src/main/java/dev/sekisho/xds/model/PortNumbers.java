package dev.sekisho.xds.model;

/** TCP port numbers. */
public final class PortNumbers {
  private static final int MAX = 65535;
  private static final int MAX_DIGITS = 5;

  private PortNumbers() {}

  /** Whether a socket can have it; Envoy refuses a resource with any other, and all of it. */
  public static boolean isPort(int number) {
    return number >= 1 && number <= MAX;
  }

  /** Whether the text is this number in digits. */
  static boolean equal(String digits, int number) {
    return digits.length() <= MAX_DIGITS && digits.equals(Integer.toString(number));
  }
}

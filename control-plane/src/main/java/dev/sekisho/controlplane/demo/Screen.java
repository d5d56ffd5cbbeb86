package dev.sekisho.controlplane.demo;

import java.io.PrintWriter;
import java.util.List;

/** What the tour prints: headings, rows in columns, and whether all was as expected. */
final class Screen {

  private static final String RESET = "\u001b[0m";
  private static final int HEADING_WIDTH = 32;
  private static final List<Integer> COLUMNS = List.of(28, 24, 10);

  /** How a cell is shown on a terminal. */
  enum Tone {
    PLAIN(""),
    GOOD("\u001b[32m"),
    BAD("\u001b[31m"),
    BOLD("\u001b[1m"),
    FAINT("\u001b[2m");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  private final PrintWriter out;
  private final boolean colours;
  private int held;
  private int failed;

  Screen(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void faint(String text) {
    line(toned(text, Tone.FAINT));
  }

  void heading(String title, String explanation) {
    line("");
    line(toned(padded(title, HEADING_WIDTH), Tone.BOLD) + "  " + toned(explanation, Tone.FAINT));
  }

  /** The first three cells in columns, what comes after them as it is. */
  void row(String first, String second, String third, Tone tone, String rest) {
    line(
        "   "
            + padded(first, COLUMNS.get(0))
            + "  "
            + padded(second, COLUMNS.get(1))
            + "  "
            + toned(padded(third, COLUMNS.get(2)), tone)
            + "  "
            + rest);
  }

  /** Counts an expectation, and says so if it didn't hold. */
  void expect(boolean fulfilled, String what) {
    if (fulfilled) {
      held++;
    } else {
      failed++;
      line(toned("   ✗ expected: " + what, Tone.BAD));
    }
  }

  boolean allHeld() {
    return failed == 0;
  }

  /** The last line of the tour. */
  void summary() {
    line("");
    line(
        failed == 0
            ? toned("All " + held + " expectations held.", Tone.GOOD)
            : toned(failed + " of " + (held + failed) + " expectations did not hold.", Tone.BAD));
  }

  private static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  private String toned(String text, Tone tone) {
    return colours && tone != Tone.PLAIN ? tone.code + text + RESET : text;
  }
}

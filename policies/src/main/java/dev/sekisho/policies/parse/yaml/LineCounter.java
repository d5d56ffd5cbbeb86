package dev.sekisho.policies.parse.yaml;

/**
 * Tells the positions of characters in a text, from its start on. Lines end where YAML 1.1 ends
 * them, in JSON too, so that a text has the same lines however it is read; columns count code
 * points. For one thread.
 */
final class LineCounter {

  private final String text;
  private int at;
  private int line;
  private int column = 1;

  LineCounter(String text, int firstLine) {
    this.text = text;
    this.line = firstLine;
  }

  /** Whether a line ends with the character; the carriage return of a CRLF is one, too. */
  static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  /**
   * @param index not before that of any earlier call
   */
  Position at(int index) {
    while (at < index) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      boolean ends = isBreak(c) && !(c == '\r' && at < text.length() && text.charAt(at) == '\n');
      line += ends ? 1 : 0;
      column = ends ? 1 : column + 1;
    }
    return new Position(line, column);
  }
}

package dev.sekisho.policies.parse.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text at its document marks, so that a syntax error in one document leaves the others
 * readable. A line that begins with {@code ---} or {@code ...} is a mark wherever it stands (YAML
 * 1.1, production c-forbidden), so no scanner is needed.
 */
final class DocumentSplitter {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private final List<Chunk> chunks = new ArrayList<>();
  private int chunkStart;
  private int chunkLine = 1;

  /** Whether the current chunk has more than comments and directives. */
  private boolean content;

  /**
   * @param firstLine line of the whole text on which the chunk begins, from 1
   */
  record Chunk(String text, int firstLine) {

    @Override
    public String toString() {
      return "chunk at line " + firstLine;
    }
  }

  private DocumentSplitter(String text) {
    this.text = text;
  }

  static List<Chunk> split(String text) {
    return new DocumentSplitter(text).split();
  }

  private List<Chunk> split() {
    int line = 1;
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(at);
      take(at, end, line);
      at = end;
      line++;
    }
    cut(text.length(), line);
    return List.copyOf(chunks);
  }

  private void take(int start, int end, int line) {
    int at = start;
    if (text.charAt(at) == BYTE_ORDER_MARK && (at == 0 || isMark("---", at + 1, end))) {
      at++; // files joined by a Windows editor's hand have one before each
    }
    if (isMark("---", at, end)) {
      if (content) {
        cut(start, line);
      }
      content = true;
    } else if (isMark("...", at, end)) {
      if (!content) {
        chunkStart = end; // the end of no document
      }
      cut(end, line + 1);
    } else {
      content |= !isPreamble(at, end);
    }
    if (chunkStart == start && at > start) {
      chunkStart = at;
    }
  }

  private void cut(int end, int nextLine) {
    if (end > chunkStart) {
      // The library takes a CR at the very end of its text for part of the line.
      String lineFeed = text.charAt(end - 1) == '\r' ? "\n" : "";
      chunks.add(new Chunk(text.substring(chunkStart, end) + lineFeed, chunkLine));
    }
    chunkStart = end;
    chunkLine = nextLine;
    content = false;
  }

  private boolean isMark(String mark, int at, int end) {
    return text.startsWith(mark, at)
        && (at + mark.length() >= end || text.charAt(at + mark.length()) <= ' ');
  }

  private boolean isPreamble(int start, int end) {
    String line = text.substring(start, end).strip();
    return line.isEmpty() || line.startsWith("#") || line.startsWith("%");
  }

  /** The index after the line that begins at {@code start}, its break included. */
  private int lineEnd(int start) {
    int at = start;
    while (at < text.length() && !LineCounter.isBreak(text.charAt(at))) {
      at++;
    }
    if (at + 1 < text.length() && text.charAt(at) == '\r' && text.charAt(at + 1) == '\n') {
      at++;
    }
    return Math.min(at + 1, text.length());
  }
}

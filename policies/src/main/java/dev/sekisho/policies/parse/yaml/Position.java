package dev.sekisho.policies.parse.yaml;

import java.util.Comparator;

/**
 * A place in a text. Lines end as YAML 1.1 ends them (LF, CRLF, CR, NEL, LS, PS); columns count
 * code points.
 *
 * @param line from 1
 * @param column from 1
 */
public record Position(int line, int column) implements Comparable<Position> {

  /** Where a text begins. */
  public static final Position START = new Position(1, 1);

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** {@code line:column}. */
  @Override
  public String toString() {
    return line + ":" + column;
  }
}

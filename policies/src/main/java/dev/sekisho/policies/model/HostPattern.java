package dev.sekisho.policies.model;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A set of host names: one exact name, {@code *.suffix} (every name with one label or more before
 * the suffix, never the suffix itself), or {@code *} (every name).
 *
 * <p>Names are compared in lower case, without a trailing dot, internationalised labels in their
 * ASCII form. Immutable and thread-safe. Limits: RFC 1123 section 2.1 (labels of letters, digits
 * and inner hyphens, at most 63 octets), RFC 1035 section 2.3.4 (253 characters in all).
 */
public final class HostPattern implements Comparable<HostPattern> {

  /** Every host name. */
  public static final HostPattern ANY = new HostPattern("", true);

  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;
  private static final String WILDCARD = "*.";

  private final String suffix;
  private final boolean wildcard;

  private HostPattern(String suffix, boolean wildcard) {
    this.suffix = suffix;
    this.wildcard = wildcard;
  }

  /** Result of reading a pattern: the pattern, or what is wrong with the text. */
  public sealed interface Reading {

    /** The pattern, if it is one. */
    default Optional<HostPattern> valid() {
      return this instanceof Ok(var pattern) ? Optional.of(pattern) : Optional.empty();
    }

    record Ok(HostPattern pattern) implements Reading {}

    /**
     * @param reason for the user, starts in lower case and doesn't repeat the text
     */
    record Malformed(String reason) implements Reading {}
  }

  /** Reads a pattern; never throws. */
  public static Reading read(String text) {
    if (text.equals("*")) {
      return new Reading.Ok(ANY);
    }
    boolean wildcard = text.startsWith(WILDCARD);
    String name = wildcard ? text.substring(WILDCARD.length()) : text;
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    String ascii = toAscii(name);
    String problem = problemOf(ascii, wildcard);
    return problem.isEmpty()
        ? new Reading.Ok(new HostPattern(ascii, wildcard))
        : new Reading.Malformed(problem);
  }

  /**
   * The pattern that {@code text} is.
   *
   * @throws IllegalArgumentException with the reason, if it is none
   */
  public static HostPattern of(String text) {
    return switch (read(text)) {
      case Reading.Ok ok -> ok.pattern();
      case Reading.Malformed malformed -> throw new IllegalArgumentException(malformed.reason());
    };
  }

  private static String toAscii(String name) {
    if (isAscii(name)) {
      return name.toLowerCase(Locale.ROOT);
    }
    if (name.length() > MAX_NAME) {
      return name;
    }
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return name; // not a name: the check of its characters says so
    }
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static String problemOf(String name, boolean wildcard) {
    if (name.isEmpty()) {
      return wildcard ? "a wildcard needs a name after \"*.\"" : "a host is empty";
    }
    if (name.length() + (wildcard ? WILDCARD.length() : 0) > MAX_NAME) {
      return "a host has at most " + MAX_NAME + " characters";
    }
    if (name.indexOf(':') >= 0) {
      return "a host has no port";
    }
    if (name.indexOf('*') >= 0) {
      return "\"*\" stands alone or as the whole first label";
    }
    int start = 0;
    while (start <= name.length()) {
      int dot = name.indexOf('.', start);
      int end = dot < 0 ? name.length() : dot;
      if (end == start) {
        return "a host has an empty label";
      }
      if (end - start > MAX_LABEL) {
        return "a label of a host has at most " + MAX_LABEL + " characters";
      }
      if (!isLabel(name, start, end)) {
        return "a label of a host is made of letters, digits and inner hyphens";
      }
      start = end + 1;
    }
    return "";
  }

  private static boolean isLabel(String name, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = name.charAt(i);
      boolean inner = i > start && i < end - 1;
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && inner))) {
        return false;
      }
    }
    return true;
  }

  public boolean isWildcard() {
    return wildcard;
  }

  /** The name without {@code *.}; empty for {@link #ANY}. */
  public String suffix() {
    return suffix;
  }

  /**
   * The smallest wildcard that covers more: {@code *.b.c} of {@code a.b.c}, {@code *.c} of {@code
   * *.b.c}, {@code *} of {@code *.c} and {@code c}; none of {@code *}.
   */
  public Optional<HostPattern> parent() {
    if (suffix.isEmpty()) {
      return Optional.empty();
    }
    int dot = suffix.indexOf('.');
    return Optional.of(dot < 0 ? ANY : new HostPattern(suffix.substring(dot + 1), true));
  }

  /**
   * The names that the suffix ends in, the shortest first, itself last: the way to it in a tree.
   */
  public List<String> suffixes() {
    var found = new ArrayList<String>();
    int end = suffix.length();
    while (end > 0) {
      int dot = suffix.lastIndexOf('.', end - 1);
      found.add(suffix.substring(dot + 1));
      end = dot;
    }
    return found;
  }

  /** Labels of the suffix, the rightmost first. */
  public List<String> reversedLabels() {
    return suffix.isEmpty() ? List.of() : List.of(suffix.split("\\.")).reversed();
  }

  /** Whether the host name (an exact pattern) is in the set. */
  public boolean contains(HostPattern host) {
    return !host.wildcard && covers(host);
  }

  /** Whether every name of {@code other} is in this set. */
  public boolean covers(HostPattern other) {
    if (!wildcard) {
      return equals(other);
    }
    if (suffix.isEmpty()) {
      return true;
    }
    if (other.wildcard && other.suffix.equals(suffix)) {
      return true;
    }
    return other.suffix.length() > suffix.length() + 1
        && other.suffix.endsWith(suffix)
        && other.suffix.charAt(other.suffix.length() - suffix.length() - 1) == '.';
  }

  /** Whether some name is in both sets. */
  public boolean overlaps(HostPattern other) {
    return covers(other) || other.covers(this);
  }

  /** The names that are in both sets. */
  public Optional<HostPattern> intersection(HostPattern other) {
    if (covers(other)) {
      return Optional.of(other);
    }
    return other.covers(this) ? Optional.of(this) : Optional.empty();
  }

  /** Whether this is a proper subset of {@code other}: the one that a router prefers. */
  public boolean moreSpecificThan(HostPattern other) {
    return other.covers(this) && !equals(other);
  }

  /** By suffix, then exact before wildcard; no meaning but a stable order. */
  @Override
  public int compareTo(HostPattern other) {
    int bySuffix = suffix.compareTo(other.suffix);
    return bySuffix != 0 ? bySuffix : Boolean.compare(wildcard, other.wildcard);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostPattern that
        && wildcard == that.wildcard
        && suffix.equals(that.suffix);
  }

  @Override
  public int hashCode() {
    return suffix.hashCode() * 2 + (wildcard ? 1 : 0);
  }

  /** {@code a.b.c}, {@code *.b.c} or {@code *}. */
  @Override
  public String toString() {
    if (!wildcard) {
      return suffix;
    }
    return suffix.isEmpty() ? "*" : WILDCARD + suffix;
  }
}

package dev.sekisho.policies.cel.library;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A semantic version. Build metadata doesn't count: two that differ there only are equal.
 *
 * @see <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>
 */
final class Semver implements Comparable<Semver> {

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z-]+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private final List<BigInteger> numbers;
  private final List<String> preRelease;

  private Semver(List<BigInteger> numbers, List<String> preRelease) {
    this.numbers = numbers;
    this.preRelease = preRelease;
  }

  static Semver parse(String text) {
    String rest = text;
    int plus = rest.indexOf('+');
    if (plus >= 0) {
      identifiers(rest.substring(plus + 1));
      rest = rest.substring(0, plus);
    }
    int dash = rest.indexOf('-');
    List<String> pre = List.of();
    if (dash >= 0) {
      pre = identifiers(rest.substring(dash + 1));
      for (String identifier : pre) {
        require(!DIGITS.matcher(identifier).matches() || NUMBER.matcher(identifier).matches());
      }
      rest = rest.substring(0, dash);
    }
    String[] parts = rest.split("\\.", -1);
    require(parts.length == 3);
    return new Semver(Stream.of(parts).map(Semver::number).toList(), pre);
  }

  /** Takes also a leading v, versions of less than three numbers, and leading zeros. */
  static Semver parseTolerant(String text) {
    String[] parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = withoutLeadingZeros(parts[i]);
    }
    String last = parts[parts.length - 1];
    require(parts.length == 3 || !(last.contains("+") || last.contains("-")));
    var three = Stream.concat(Arrays.stream(parts), Stream.of("0", "0")).limit(3).toList();
    return parse(String.join(".", three));
  }

  private static String withoutLeadingZeros(String part) {
    int start = 0;
    while (start < part.length() && part.charAt(start) == '0') {
      start++;
    }
    if (part.length() <= 1 || start == 0) {
      return part;
    }
    boolean number = start < part.length() && Character.isDigit(part.charAt(start));
    return number ? part.substring(start) : "0" + part.substring(start);
  }

  long major() {
    return numbers.get(0).longValue();
  }

  long minor() {
    return numbers.get(1).longValue();
  }

  long patch() {
    return numbers.get(2).longValue();
  }

  @Override
  public int compareTo(Semver other) {
    for (int i = 0; i < numbers.size(); i++) {
      int order = numbers.get(i).compareTo(other.numbers.get(i));
      if (order != 0) {
        return order;
      }
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    int common = Math.min(preRelease.size(), other.preRelease.size());
    for (int i = 0; i < common; i++) {
      int order = compare(preRelease.get(i), other.preRelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(preRelease.size(), other.preRelease.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Semver that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * numbers.hashCode() + preRelease.hashCode();
  }

  private static int compare(String a, String b) {
    boolean first = DIGITS.matcher(a).matches();
    boolean second = DIGITS.matcher(b).matches();
    if (first && second) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return first == second ? a.compareTo(b) : Boolean.compare(second, first);
  }

  private static List<String> identifiers(String text) {
    var identifiers = List.of(text.split("\\.", -1));
    identifiers.forEach(identifier -> require(IDENTIFIER.matcher(identifier).matches()));
    return identifiers;
  }

  private static BigInteger number(String text) {
    require(NUMBER.matcher(text).matches() && text.length() <= 20);
    var number = new BigInteger(text);
    require(number.compareTo(LARGEST) <= 0);
    return number;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a semantic version");
    }
  }
}

package dev.sekisho.policies.parse;

import java.util.stream.Collectors;

/**
 * What the identity of a workload looks like, without its scheme: {@code <trust
 * domain>/ns/<namespace>/sa/<service account>}. Source: SPIFFE-ID 2.1 for the trust domain,
 * Kubernetes' "Object Names and IDs" for the names.
 */
final class PrincipalForm {

  /** More than any identity has: 255, 63 and 253 characters for its names, 8 for the rest. */
  static final int LONGEST = 600;

  /** Capitals stand for one or more characters of a class, all else for itself. */
  private static final String FORM = "D/ns/N/sa/A";

  /** For a schema: the same globs, but for those with a needless second star. */
  static final TextForm GLOB =
      TextForm.matching(
              "(?!.*\\*\\*)"
                  + FORM.chars().mapToObj(PrincipalForm::pattern).collect(Collectors.joining()))
          .atMost(LONGEST);

  private PrincipalForm() {}

  /** A part is there, or the star before it stands for it. */
  private static String pattern(int part) {
    String there =
        isClass((char) part) ? "[?*" + characters((char) part) + "]+" : (char) part + "|\\?";
    String starBefore = isClass((char) part) ? "" : "\\*?";
    return starBefore + "(?:" + there + "|(?<=\\*))";
  }

  /** Whether there is an identity that the glob matches. */
  static boolean canMatch(String glob) {
    // The places in the form that a text can have come to which the glob's beginning matches.
    var places = new boolean[FORM.length() + 1];
    places[0] = true;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      places = c == '*' ? fromFirstOn(places) : after(places, c);
    }
    return places[FORM.length()];
  }

  private static boolean[] fromFirstOn(boolean[] places) {
    var reached = new boolean[places.length];
    boolean any = false;
    for (int i = 0; i < places.length; i++) {
      any |= places[i];
      reached[i] = any;
    }
    return reached;
  }

  private static boolean[] after(boolean[] places, char c) {
    var reached = new boolean[places.length];
    for (int i = 0; i < FORM.length(); i++) {
      char part = FORM.charAt(i);
      boolean begins = places[i];
      boolean goesOn = isClass(part) && places[i + 1];
      reached[i + 1] = (begins || goesOn) && fits(part, c);
    }
    return reached;
  }

  private static boolean fits(char part, char c) {
    return c == '?'
        || (isClass(part) ? String.valueOf(c).matches("[" + characters(part) + "]") : part == c);
  }

  private static boolean isClass(char part) {
    return part >= 'A' && part <= 'Z';
  }

  /** As they stand between the brackets of a regular expression. */
  private static String characters(char part) {
    return switch (part) {
      case 'D' -> "a-z0-9._-";
      case 'N' -> "a-z0-9-";
      default -> "a-z0-9.-";
    };
  }
}

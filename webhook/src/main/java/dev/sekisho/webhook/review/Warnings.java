package dev.sekisho.webhook.review;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits warnings into what Kubernetes passes on to the client: it asks for at most 120 characters
 * each and cuts off silently past 4,096 in all.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">
 *     Webhook response</a>
 */
final class Warnings {

  /** Characters of one warning. */
  static final int EACH = 120;

  /** Characters of all warnings together. */
  static final int TOTAL = 4_095;

  private static final String CUT = "…";

  /** Kept free for the line that says how many are left out. */
  private static final int REST = 40;

  private Warnings() {}

  /** The warnings cut to length; a last one counts those that found no room. */
  static List<String> limited(List<String> warnings) {
    var limited = new ArrayList<String>();
    int total = 0;
    for (String warning : warnings) {
      String line = cut(oneLine(warning));
      if (total + line.length() > TOTAL - REST) {
        limited.add("and " + (warnings.size() - limited.size()) + " more warnings");
        break;
      }
      limited.add(line);
      total += line.length();
    }
    return List.copyOf(limited);
  }

  /** A Warning header can't carry control characters: the API server drops such a warning. */
  private static String oneLine(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String cut(String text) {
    if (text.length() <= EACH) {
      return text;
    }
    int end = EACH - CUT.length();
    // Never between the halves of a character.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }
}

package dev.sekisho.policies.parse;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The forms of names in Kubernetes. Each method gives what is wrong with a text, for the user, or
 * nothing. Source: Kubernetes documentation, "Object Names and IDs" and "Labels and Selectors".
 */
final class KubernetesNames {

  private static final int LONGEST_SUBDOMAIN = 253;
  private static final int LONGEST_LABEL = 63;

  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern LABEL_PART =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

  private KubernetesNames() {}

  /** A DNS-1123 subdomain: the name of most kinds of objects. */
  static Optional<String> nameProblem(String text) {
    if (text.length() > LONGEST_SUBDOMAIN) {
      return Optional.of("a name has at most " + LONGEST_SUBDOMAIN + " characters");
    }
    return SUBDOMAIN.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(
            "a name is made of lower-case letters, digits, \"-\" and \".\", and begins and ends"
                + " with a letter or digit");
  }

  static Optional<String> labelValueProblem(String text) {
    if (text.length() > LONGEST_LABEL) {
      return Optional.of("a label value has at most " + LONGEST_LABEL + " characters");
    }
    return text.isEmpty() || LABEL_PART.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(
            "a label value is made of letters, digits, \"-\", \"_\" and \".\", and begins and ends"
                + " with a letter or digit");
  }

  static Optional<String> labelKeyProblem(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (slash >= 0 && nameProblem(text.substring(0, slash)).isPresent()) {
      return Optional.of("before the \"/\" of a key stands a DNS name in lower case");
    }
    if (name.length() > LONGEST_LABEL) {
      return Optional.of("the name in a key has at most " + LONGEST_LABEL + " characters");
    }
    return LABEL_PART.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "a key is made of letters, digits, \"-\", \"_\" and \".\", begins and ends with a letter"
                + " or digit, and may have a DNS name and \"/\" before it");
  }

  /** Like a label key, but that the DNS name may have upper case. */
  static Optional<String> annotationKeyProblem(String text) {
    return labelKeyProblem(text.toLowerCase(Locale.ROOT));
  }
}

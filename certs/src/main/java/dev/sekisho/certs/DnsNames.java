package dev.sekisho.certs;

import java.util.regex.Pattern;

/** Syntax of DNS names as Kubernetes and certificates use them: lower case, without wildcards. */
final class DnsNames {
  /** RFC 1123 label, which is also the form of a namespace's name. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** Octets of a name, without the root's; RFC 1035 2.3.4. */
  private static final int MAX_NAME = 253;

  private DnsNames() {}

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  /** Labels joined by dots, without one at the end. */
  static boolean isName(String text) {
    if (text.length() > MAX_NAME) {
      return false;
    }
    for (var label : text.split("\\.", -1)) {
      if (!isLabel(label)) {
        return false;
      }
    }
    return true;
  }

  /** A Kubernetes "DNS subdomain", whose labels may be longer than DNS itself permits. */
  static boolean isSubdomain(String text) {
    if (text.length() > MAX_NAME) {
      return false;
    }
    for (var label : text.split("\\.", -1)) {
      if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
        return false;
      }
    }
    return text.chars().allMatch(DnsNames::isNameCharacter);
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  }
}

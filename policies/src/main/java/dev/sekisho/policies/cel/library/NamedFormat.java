package dev.sekisho.policies.cel.library;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A form that names, dates and the like have. */
@SuppressWarnings("ImmutableEnumChecker") // the checks are functions without state
enum NamedFormat {
  DNS_1123_LABEL("dns1123Label", Forms.LABEL, 63),
  DNS_1123_LABEL_PREFIX("dns1123LabelPrefix", Forms.LABEL, 63, NamedFormat::asPrefix),
  DNS_1123_SUBDOMAIN("dns1123Subdomain", Forms.SUBDOMAIN, 253),
  DNS_1123_SUBDOMAIN_PREFIX("dns1123SubdomainPrefix", Forms.SUBDOMAIN, 253, NamedFormat::asPrefix),
  DNS_1035_LABEL("dns1035Label", Forms.LABEL_1035, 63),
  DNS_1035_LABEL_PREFIX("dns1035LabelPrefix", Forms.LABEL_1035, 63, NamedFormat::asPrefix),
  LABEL_VALUE("labelValue", "(?:" + Forms.NAME + ")?", 63),
  QUALIFIED_NAME("qualifiedName", NamedFormat::qualifiedNameProblems),
  URI("uri", text -> Url.isUrl(text) ? List.of() : List.of("not a URI")),
  UUID("uuid", "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", 36),
  BYTE("byte", text -> isBase64(text) ? List.of() : List.of("not base64")),
  DATE("date", text -> isDate(text) ? List.of() : List.of("not a date")),
  DATETIME(
      "datetime",
      text -> Conversions.isDateTime(text) ? List.of() : List.of("not a date with a time"));

  /** Regular expressions of RFC 1123 and RFC 1035 names, in Kubernetes' reading. */
  private static final class Forms {
    static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  }

  private static final Pattern QUALIFIED_PART = Pattern.compile(Forms.NAME);

  private final String text;
  private final Function<String, List<String>> check;

  NamedFormat(String text, Function<String, List<String>> check) {
    this.text = text;
    this.check = check;
  }

  NamedFormat(String text, String form, int longest) {
    this(text, form, longest, Function.identity());
  }

  NamedFormat(String text, String form, int longest, Function<String, String> adapt) {
    var pattern = Pattern.compile(form);
    this.text = text;
    this.check =
        value -> {
          String adapted = adapt.apply(value);
          var problems = new ArrayList<String>();
          if (adapted.length() > longest) {
            problems.add("longer than " + longest + " characters");
          }
          if (!pattern.matcher(adapted).matches()) {
            problems.add("not of the form " + form);
          }
          return List.copyOf(problems);
        };
  }

  static Optional<NamedFormat> named(String name) {
    return Arrays.stream(values()).filter(format -> format.text.equals(name)).findFirst();
  }

  String text() {
    return text;
  }

  /** What is wrong with {@code value}; empty if it has this form. */
  List<String> problems(String value) {
    return check.apply(value);
  }

  /** A prefix may end in a dash, which the rest of the name then follows. */
  private static String asPrefix(String value) {
    return value.length() > 1 && value.endsWith("-")
        ? value.substring(0, value.length() - 2) + "a"
        : value;
  }

  private static List<String> qualifiedNameProblems(String value) {
    String[] parts = value.split("/", -1);
    var problems = new ArrayList<String>();
    if (parts.length > 2) {
      return List.of("more than one slash");
    }
    if (parts.length == 2) {
      if (parts[0].isEmpty()) {
        problems.add("nothing before the slash");
      } else {
        problems.addAll(DNS_1123_SUBDOMAIN.problems(parts[0]));
      }
    }
    String name = parts[parts.length - 1];
    if (name.isEmpty()) {
      problems.add("no name");
    } else if (name.length() > 63) {
      problems.add("a name longer than 63 characters");
    }
    if (!QUALIFIED_PART.matcher(name).matches()) {
      problems.add("a name not of the form " + Forms.NAME);
    }
    return List.copyOf(problems);
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return text.length() == 10;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return !text.isEmpty() && text.length() % 4 == 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}

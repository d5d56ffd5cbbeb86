package dev.sekisho.webhook.inject;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The annotations that say which connections are redirected, each with its flag. */
enum TrafficAnnotation {
  INCLUDE_INBOUND("includeInboundPorts", "--include-inbound-ports", Form.PORTS, true),
  EXCLUDE_INBOUND("excludeInboundPorts", "--exclude-inbound-ports", Form.PORTS, false),
  INCLUDE_OUTBOUND("includeOutboundPorts", "--include-outbound-ports", Form.PORTS, false),
  EXCLUDE_OUTBOUND("excludeOutboundPorts", "--exclude-outbound-ports", Form.PORTS, false),
  INCLUDE_RANGES("includeOutboundIPRanges", "--include-outbound-ip-ranges", Form.RANGES, true),
  EXCLUDE_RANGES("excludeOutboundIPRanges", "--exclude-outbound-ip-ranges", Form.RANGES, false),
  EXCLUDE_INTERFACES("excludeInterfaces", "--exclude-interfaces", Form.INTERFACES, false);

  static final String ALL = "*";

  private static final String PREFIX = "traffic.sidecar.istio.io/";
  private static final int LARGEST_PORT = 65_535;
  private static final Pattern INTERFACE = Pattern.compile("[0-9A-Za-z_.][0-9A-Za-z_.-]{0,14}");
  private static final Pattern RANGE =
      Pattern.compile(
          "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

  /** What stands in a list. */
  private enum Form {
    PORTS("ports, separated by commas"),
    RANGES("networks as in 10.0.0.0/8, separated by commas"),
    INTERFACES("names of network interfaces, separated by commas");

    private final String text;

    Form(String text) {
      this.text = text;
    }
  }

  private final String name;
  private final String flag;
  private final Form form;
  private final boolean includes;

  TrafficAnnotation(String name, String flag, Form form, boolean includes) {
    this.name = name;
    this.flag = flag;
    this.form = form;
    this.includes = includes;
  }

  /** Of the annotation. */
  String key() {
    return PREFIX + name;
  }

  String flag() {
    return flag;
  }

  boolean includes() {
    return includes;
  }

  /** For messages. */
  String expected() {
    return includes ? form.text + ", or *" : form.text;
  }

  /** Whether a Pod with that value has connections that go past its sidecar. */
  boolean isEscape(String value) {
    return switch (this) {
      case INCLUDE_INBOUND, INCLUDE_RANGES -> !value.equals(ALL);
      // They come on top of the networks, which have an annotation of their own.
      case INCLUDE_OUTBOUND -> false;
      case EXCLUDE_INBOUND, EXCLUDE_OUTBOUND, EXCLUDE_RANGES, EXCLUDE_INTERFACES ->
          !value.isEmpty();
    };
  }

  /** The list without spaces. */
  static String normal(String value) {
    return value.replaceAll("\\s*,\\s*", ",").strip();
  }

  /** Whether the list, without spaces, can be read; an empty one can. */
  boolean isReadable(String value) {
    if (value.isEmpty() || (includes && value.equals(ALL))) {
      return true;
    }
    return Arrays.stream(value.split(",", -1)).allMatch(this::isElement);
  }

  private boolean isElement(String text) {
    return switch (form) {
      case PORTS -> isPort(text);
      case RANGES -> isRange(text);
      case INTERFACES -> INTERFACE.matcher(text).matches();
    };
  }

  static boolean isPort(String text) {
    return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= LARGEST_PORT;
  }

  private static boolean isRange(String text) {
    var form = RANGE.matcher(text);
    if (!form.matches()) {
      return false;
    }
    boolean ipv6 = text.indexOf(':') >= 0;
    var length = form.group(2);
    return (length == null || Integer.parseInt(length) <= (ipv6 ? 128 : 32))
        && (ipv6
            || Arrays.stream(form.group(1).split("\\.", -1))
                .allMatch(part -> part.matches("0|[1-9]\\d*") && Integer.parseInt(part) <= 255));
  }
}

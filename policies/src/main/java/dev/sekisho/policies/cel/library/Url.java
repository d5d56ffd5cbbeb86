package dev.sekisho.policies.cel.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An absolute URL, or an absolute path, taken apart as Go's {@code net/url} does.
 *
 * @param scheme in lower case; empty for a path
 * @param host with brackets and port
 * @param path escaped
 * @param query after the question mark, still escaped
 */
record Url(String scheme, String host, String path, String query, String rest) {

  private static final Pattern SCHEME =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);
  private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
  private static final Pattern USER = Pattern.compile("(?:[A-Za-z0-9\\-._:~!$&'()*+,;=%@])*");

  static Url parse(String text) {
    // The fragment counts as part of what precedes it when a URL is checked, but not after.
    read(text);
    int hash = text.indexOf('#');
    if (hash >= 0) {
      UrlEscapes.decoded(text.substring(hash + 1));
    }
    return read(hash < 0 ? text : text.substring(0, hash)).withRest(text);
  }

  static boolean isUrl(String text) {
    try {
      read(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Url read(String text) {
    require(!text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c != 0x7f));
    if (text.equals("*")) {
      return new Url("", "", "*", "", "");
    }
    require(!text.startsWith(":"));
    Matcher parts = SCHEME.matcher(text);
    String scheme = parts.matches() ? parts.group(1).toLowerCase(Locale.ROOT) : "";
    String rest = parts.matches() ? parts.group(2) : text;
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (!rest.startsWith("/")) {
      require(!scheme.isEmpty());
      return new Url(scheme, "", "", query, "");
    }
    String host = "";
    if (!scheme.isEmpty() && rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      rest = slash < 0 ? "" : rest.substring(slash);
      int at = authority.lastIndexOf('@');
      if (at >= 0) {
        require(USER.matcher(authority.substring(0, at)).matches());
        UrlEscapes.decoded(authority.substring(0, at));
      }
      host = host(scheme, authority.substring(at + 1));
    }
    return new Url(scheme, host, UrlEscapes.path(rest), query, "");
  }

  private static String host(String scheme, String text) {
    int open = text.lastIndexOf('[');
    require(open <= 0);
    if (open == 0) {
      int close = text.lastIndexOf(']');
      require(close > 0 && PORT.matcher(text.substring(close + 1)).matches());
      String inside = text.substring(1, close);
      int zone = inside.indexOf("%25");
      String address = zone < 0 ? inside : inside.substring(0, zone);
      require(address.contains(":") && IpAddress.isV6(address));
      String rest = zone < 0 ? "" : UrlEscapes.decodedHost(inside.substring(zone), true);
      return "[" + address + rest + "]" + text.substring(close + 1);
    }
    boolean web = scheme.equals("http") || scheme.equals("https");
    int colon = web ? text.indexOf(':') : text.lastIndexOf(':');
    require(colon < 0 || PORT.matcher(text.substring(colon)).matches());
    return UrlEscapes.decodedHost(text, false);
  }

  private Url withRest(String text) {
    return new Url(scheme, host, path, query, text);
  }

  /** Without brackets and port. */
  String hostname() {
    String name = withoutPort();
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  String port() {
    return host.length() > withoutPort().length() ? host.substring(withoutPort().length() + 1) : "";
  }

  private String withoutPort() {
    int colon = host.lastIndexOf(':');
    return colon < 0 || !PORT.matcher(host.substring(colon)).matches()
        ? host
        : host.substring(0, colon);
  }

  /** Names with their values; what can't be read is left out. */
  Map<String, List<String>> parameters() {
    var parameters = new HashMap<String, List<String>>();
    for (String part : query.split("&", -1)) {
      if (part.isEmpty() || part.contains(";")) {
        continue;
      }
      int equals = part.indexOf('=');
      try {
        String name = UrlEscapes.decodedQuery(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : UrlEscapes.decodedQuery(part.substring(equals + 1));
        parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      } catch (IllegalArgumentException _) {
        // As in Go: an escape that is none makes its parameter vanish, not the query.
      }
    }
    return parameters;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not an absolute URL or path");
    }
  }
}

package dev.sekisho.integration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The line by which the control plane says where it serves. */
record ReadyLine(Map<String, String> settings) {
  private static final Pattern SETTING = Pattern.compile("([a-z-]+)=(\\S+)");

  /** The first such line of that output, if there is one and it is whole. */
  static Optional<ReadyLine> in(String output) {
    int end = output.lastIndexOf('\n');
    return output
        .substring(0, Math.max(0, end))
        .lines()
        .filter(line -> line.startsWith("ready "))
        .findFirst()
        .map(ReadyLine::parse);
  }

  String get(String key) {
    return Optional.ofNullable(settings.get(key))
        .orElseThrow(() -> new AssertionError("no " + key + " in the ready line: " + settings));
  }

  int port(String key) {
    var address = get(key);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static ReadyLine parse(String line) {
    var settings = new HashMap<String, String>();
    var matcher = SETTING.matcher(line);
    while (matcher.find()) {
      settings.put(matcher.group(1), matcher.group(2));
    }
    return new ReadyLine(Map.copyOf(settings));
  }
}

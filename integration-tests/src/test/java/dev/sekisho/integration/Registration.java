package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A webhook configuration with one entry, in the ways in which people write them.
 *
 * @param kind of the configuration
 * @param name of the configuration: mutating webhooks are called in the order of these
 * @param webhook name of the entry
 * @param authority PEM of what signed the server's certificate
 * @param rules each {@code groups versions resources operations}, with commas within; the core
 *     group is empty, so that the text begins with a space
 * @param more lines of the entry
 */
record Registration(
    String kind,
    String name,
    String webhook,
    String url,
    String authority,
    List<String> rules,
    List<String> more) {

  static Registration validating(ControlPlaneProcess controlPlane, String... rules) {
    return of("Validating", "validate", controlPlane, rules);
  }

  static Registration mutating(ControlPlaneProcess controlPlane, String... rules) {
    return of("Mutating", "mutate", controlPlane, rules).with("reinvocationPolicy: IfNeeded");
  }

  private static Registration of(
      String kind, String path, ControlPlaneProcess controlPlane, String... rules) {
    try {
      return new Registration(
          kind + "WebhookConfiguration",
          "sekisho",
          path + ".sekisho.dev",
          "https://127.0.0.1:" + controlPlane.webhookPort() + "/" + path,
          Files.readString(controlPlane.ca()),
          List.of(rules),
          List.of("failurePolicy: Fail", "matchPolicy: Equivalent", "timeoutSeconds: 10"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With this line in place of one for the same key. */
  Registration with(String line) {
    String key = line.substring(0, line.indexOf(':') + 1);
    var lines = new ArrayList<>(more);
    lines.removeIf(l -> l.startsWith(key));
    lines.add(line);
    return new Registration(kind, name, webhook, url, authority, rules, lines);
  }

  private static String quoted(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(item -> "\"" + item + "\"")
        .collect(Collectors.joining(", "));
  }

  Registration at(String otherUrl) {
    return new Registration(kind, name, webhook, otherUrl, authority, rules, more);
  }

  String manifest() {
    var text = new StringBuilder();
    text.append("apiVersion: admissionregistration.k8s.io/v1\nkind: ").append(kind);
    text.append("\nmetadata: {name: ").append(name).append("}\nwebhooks:\n- name: ");
    text.append(webhook).append("\n  clientConfig: {url: \"").append(url);
    text.append("\", caBundle: ");
    text.append(Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII)));
    text.append("}\n  admissionReviewVersions: [v1]\n  sideEffects: NoneOnDryRun\n  rules:\n");
    for (String rule : rules) {
      var parts = Arrays.stream(rule.split(" ", -1)).map(Registration::quoted).toArray();
      text.append(
          "  - {apiGroups: [%s], apiVersions: [%s], resources: [%s], operations: [%s]}\n"
              .formatted(parts));
    }
    more.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }
}

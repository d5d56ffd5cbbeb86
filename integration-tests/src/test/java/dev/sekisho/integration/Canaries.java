package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that tests of this JVM have put somewhere and that must show nowhere. Thread-safe. */
final class Canaries {
  /** What is shorter is no secret: a name, a word. */
  private static final int SHORTEST = 16;

  private static final Map<String, Canary> PLANTED = new ConcurrentHashMap<>();

  private Canaries() {}

  static List<Canary> all() {
    return List.copyOf(PLANTED.values());
  }

  /** A value or token, as it stands; gives it back. */
  static String plant(Canary.Kind kind, String origin, String value) {
    if (value.length() >= SHORTEST) {
      PLANTED.computeIfAbsent(value, v -> new Canary(kind, origin, Needles.ofText(v)));
    }
    return value;
  }

  /** The private keys in a PEM text; gives it back. */
  static String plantKeys(Canary.Kind kind, String origin, String pem) {
    if (pem.contains("PRIVATE KEY-----")) {
      PLANTED.computeIfAbsent(pem, p -> new Canary(kind, origin, Needles.ofPem(p)));
    }
    return pem;
  }

  /** The keys in the files of a folder. */
  static void plantKeys(Canary.Kind kind, Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".pem")) {
          plantKeys(kind, file.toString(), Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of Secrets, as the API lists them. */
  static void plantSecrets(JsonNode secrets) {
    for (JsonNode secret : secrets.path("items")) {
      var meta = secret.path("metadata");
      var origin = meta.path("namespace").asText() + "/" + meta.path("name").asText();
      secret
          .path("data")
          .properties()
          .forEach(entry -> plantData(origin + " " + entry.getKey(), entry.getValue().asText()));
    }
  }

  private static void plantData(String origin, String base64) {
    var text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    if (text.contains("-----BEGIN")) {
      boolean ours = origin.startsWith(Cluster.HOME + "/");
      plantKeys(ours ? Canary.Kind.AUTHORITY_KEY : Canary.Kind.GATEWAY_KEY, origin, text);
    } else {
      plant(Canary.Kind.VALUE, origin, text);
    }
  }
}

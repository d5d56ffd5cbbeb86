package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks at certificates as people do. */
final class Openssl {
  private static final Pattern URI = Pattern.compile("URI:(\\S+?)(?:,|\\s|$)");

  private Openssl() {}

  /** The URI names of the first certificate of a PEM text. */
  static List<String> uris(String pem) {
    var shown = run(pem, "x509", "-noout", "-ext", "subjectAltName");
    return URI.matcher(shown).results().map(match -> match.group(1)).toList();
  }

  /** Checks the first certificate of a chain, by the rest of it, against these roots. */
  static void verify(Path roots, String chain) {
    try {
      var rest = Files.createTempFile("chain", ".pem");
      try {
        Files.writeString(rest, chain);
        run(
            chain,
            "verify",
            "-purpose",
            "sslserver",
            "-CAfile",
            roots.toString(),
            "-untrusted",
            rest.toString());
      } finally {
        Files.delete(rest);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String run(String input, String... arguments) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of(), input, Command.SHORT).orFail("openssl").out();
  }
}

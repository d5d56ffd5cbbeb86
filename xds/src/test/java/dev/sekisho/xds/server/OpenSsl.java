package dev.sekisho.xds.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program {@code openssl}, in a folder of its own. */
record OpenSsl(Path folder) {

  /** What a run printed; fails if it fails. */
  String run(String... arguments) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + out);
      }
      return out;
    } catch (IOException e) {
      throw new AssertionError("openssl is needed for this test", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * A request with a new key, which stays in {@code key.pem}.
   *
   * @param key as {@code openssl req -newkey} has it
   * @param names as {@code subjectAltName} has them; empty for none
   */
  String request(String key, String names) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of("req", "-new", "-nodes", "-subj", "/O=", "-keyout", "key.pem", "-out", "csr"));
    arguments.add("-newkey");
    arguments.addAll(List.of(key.split(" ", -1)));
    if (!names.isEmpty()) {
      var config = "[req]\ndistinguished_name=dn\n[dn]\n[san]\nsubjectAltName=" + names + "\n";
      Files.writeString(folder.resolve("req.cnf"), config);
      arguments.addAll(List.of("-config", "req.cnf", "-reqexts", "san"));
    }
    run(arguments.toArray(String[]::new));
    return Files.readString(folder.resolve("csr"));
  }

  void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}

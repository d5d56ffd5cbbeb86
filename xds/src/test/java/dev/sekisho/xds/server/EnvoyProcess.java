package dev.sekisho.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real Envoy with the bootstrap that Sekisho writes; its log stays in its folder. */
final class EnvoyProcess implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final Path folder;
  private final String admin;

  private EnvoyProcess(Process process, Path folder, String admin) {
    this.process = process;
    this.folder = folder;
    this.admin = admin;
  }

  /** Starts it, and waits until its admin port answers. */
  static EnvoyProcess start(Path binary, BootstrapOptions options, Path folder) throws IOException {
    return start(List.of(binary.toString()), options, folder);
  }

  /** The same by a command that runs it. */
  static EnvoyProcess start(List<String> command, BootstrapOptions options, Path folder)
      throws IOException {
    return start(command, options, bootstrap -> bootstrap, folder);
  }

  /** The same with a bootstrap that is changed first. */
  static EnvoyProcess start(
      List<String> command, BootstrapOptions options, UnaryOperator<String> change, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    var bootstrap =
        Files.writeString(
            folder.resolve("bootstrap.json"), change.apply(BootstrapWriter.write(options)));
    var adminFile = folder.resolve("admin");
    Files.deleteIfExists(adminFile);
    var process =
        new ProcessBuilder(
                Stream.concat(
                        command.stream(),
                        Stream.of(
                            "-c",
                            bootstrap.toString(),
                            "--use-dynamic-base-id",
                            "--concurrency",
                            "1",
                            "--drain-time-s",
                            "1",
                            "--admin-address-path",
                            adminFile.toString()))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("envoy.log").toFile())
            .start();
    try {
      Eventually.await(
          "Envoy's admin address in " + adminFile + " (see its log there)",
          STARTUP,
          () -> !process.isAlive() || (Files.exists(adminFile) && Files.size(adminFile) > 0));
      if (!process.isAlive()) {
        throw new AssertionError(
            "Envoy ended with %d, see %s"
                .formatted(process.exitValue(), folder.resolve("envoy.log")));
      }
      return new EnvoyProcess(process, folder, Files.readString(adminFile).strip());
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Of 127.0.0.1. */
  int adminPort() {
    return Integer.parseInt(admin.substring(admin.lastIndexOf(':') + 1));
  }

  /** Its configuration, endpoints included. */
  JsonNode configDump() {
    return json("/config_dump?include_eds");
  }

  /** The value of a counter or gauge; 0 if it doesn't exist. */
  long stat(String name) {
    for (var stat : json("/stats?format=json").path("stats")) {
      if (stat.path("name").asText().equals(name)) {
        return stat.path("value").asLong();
      }
    }
    return 0;
  }

  /** The sum of the counters and gauges whose names are this or end so, after a dot. */
  long statsEndingWith(String suffix) {
    long sum = 0;
    for (var stat : json("/stats?format=json").path("stats")) {
      var name = stat.path("name").asText();
      if (name.equals(suffix) || name.endsWith("." + suffix)) {
        sum += stat.path("value").asLong();
      }
    }
    return sum;
  }

  /** A configuration dump that was got in another way. */
  static JsonNode parse(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  /** Keeps its configuration beside its log. */
  void keepConfigDump() throws IOException {
    Files.writeString(folder.resolve("config_dump.json"), configDump().toPrettyString());
  }

  private JsonNode json(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create("http://" + admin + path)).build();
      return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new AssertionError("Envoy's admin port doesn't answer, see " + folder, e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while asking Envoy", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      http.close();
    }
  }
}

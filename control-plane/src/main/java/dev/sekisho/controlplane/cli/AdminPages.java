package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;
import static dev.sekisho.controlplane.StartupException.Reason.UNAVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Reads the debug pages of a control plane that runs. */
final class AdminPages {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--admin",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:15014",
      description = {
        "The control plane's admin port (default: ${DEFAULT-VALUE}).",
        "To reach one in a cluster: kubectl port-forward -n sekisho-system deploy/sekisho 15014"
      })
  private URI admin;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A Pod's token, where the admin port is another machine's.")
  private Optional<Path> tokenFile = Optional.empty();

  /**
   * The page as JSON.
   *
   * @param page with its query, {@code syncz}
   */
  JsonNode read(String page) throws InterruptedException {
    var uri = admin.resolve("/debug/" + page);
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
      if (tokenFile.isPresent()) {
        request.header("Authorization", "Bearer " + Files.readString(tokenFile.get()).strip());
      }
      var response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new StartupException(INPUT, uri + ": " + response.body().strip());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new StartupException(
          UNAVAILABLE,
          "%s doesn't answer (%s); is a control plane there? --admin names its admin port"
              .formatted(uri, e.getMessage() == null ? e : e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new StartupException(INPUT, "--admin " + admin + ": expected http://HOST:PORT");
    }
  }
}

package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A real Envoy, and requests through it. */
final class EnvoyProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration START = Duration.ofSeconds(30);

  private final ManagedProcess process;
  private final Path logs;
  private final int adminPort;
  private final GatewayPorts gateway;

  /**
   * How it is started.
   *
   * @param before what comes before its command, such as what runs it in a Pod
   * @param flags more of them
   */
  record Start(List<String> before, List<String> flags) {
    private static final Start HERE = new Start(List.of(), List.of());

    private List<String> command(Path bootstrap) {
      var command = new ArrayList<>(before);
      command.add(Tools.path("envoy").toString());
      command.addAll(List.of("--config-path", bootstrap.toString(), "--disable-hot-restart"));
      // One worker, so that one reply by a new route means that all are.
      command.addAll(List.of("--concurrency", "1"));
      command.addAll(flags);
      return command;
    }
  }

  private EnvoyProcess(ManagedProcess process, Path logs, int adminPort, GatewayPorts gateway) {
    this.process = process;
    this.logs = logs;
    this.adminPort = adminPort;
    this.gateway = gateway;
  }

  /**
   * Starts it and waits until it calls itself ready.
   *
   * @param adminPort the one in the bootstrap, on loopback
   */
  static EnvoyProcess start(
      String name, Path logs, String bootstrap, int adminPort, GatewayPorts gateway) {
    return start(Start.HERE, name, logs, bootstrap, adminPort, gateway);
  }

  /**
   * The same.
   *
   * @param adminPort on loopback, where the one in the bootstrap can be reached
   */
  static EnvoyProcess start(
      Start start, String name, Path logs, String bootstrap, int adminPort, GatewayPorts gateway) {
    var file = logs.resolve(name + "-bootstrap.json");
    try {
      Files.writeString(file, bootstrap);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var process = ManagedProcess.start(name, logs, start.command(file), Map.of());
    var envoy = new EnvoyProcess(process, logs, adminPort, gateway);
    Evidence.add(envoy);
    process.await("/ready", START, () -> envoy.admin("/ready").startsWith("LIVE"));
    return envoy;
  }

  String name() {
    return process.name();
  }

  Reply get(String host, String path) {
    return Reply.get(gateway.http(), host, path);
  }

  Optional<Reply.Secure> getSecure(String host, String path, SSLContext trust) {
    return Reply.getSecure(gateway.https(), host, path, trust);
  }

  /** Waits for a reply of that status and body, and gives how long that took. */
  Duration awaitReply(String host, int status, String body, Duration bound) {
    long start = System.nanoTime();
    var wanted = new Reply(status, body);
    var last = new Reply[] {Reply.NOTHING_LISTENS};
    try {
      Await.that(
          host + " answers " + wanted,
          bound,
          () -> {
            last[0] = get(host, "/");
            return last[0].equals(wanted);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the last was " + last[0], e);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The value of a counter or gauge; 0 if it doesn't exist. */
  long stat(String name) {
    try {
      for (JsonNode stat :
          JSON.readTree(
                  admin(
                      "/stats?format=json&filter="
                          + URLEncoder.encode(name, StandardCharsets.UTF_8)))
              .path("stats")) {
        if (stat.path("name").asText().equals(name)) {
          return stat.path("value").asLong();
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sum of the counters and gauges whose names end so. */
  long statsEndingWith(String suffix) {
    return sum(name -> name.endsWith(suffix));
  }

  /** The sum of the counters and gauges in whose names that is found. */
  long statsMatching(Pattern names) {
    return sum(names.asPredicate());
  }

  private long sum(Predicate<String> names) {
    try {
      long sum = 0;
      for (JsonNode stat : JSON.readTree(admin("/stats?format=json")).path("stats")) {
        if (names.test(stat.path("name").asText())) {
          sum += stat.path("value").asLong();
        }
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster of the first route of each virtual host that it has, by the host. */
  Map<String, String> routedClusters() {
    try {
      var routed = new HashMap<String, String>();
      var configs =
          JSON.readTree(admin("/config_dump?resource=dynamic_route_configs")).path("configs");
      for (JsonNode config : configs) {
        for (JsonNode host : config.at("/route_config/virtual_hosts")) {
          var cluster = host.at("/routes/0/route/cluster").asText();
          host.path("domains").forEach(domain -> routed.put(domain.asText(), cluster));
        }
      }
      return routed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its admin port answers to a GET. */
  String admin(String path) throws IOException {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + adminPort + path);
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      Evidence.keep(
          logs,
          LeakScan.Place.CONFIG_DUMP.file(name()),
          () -> admin("/config_dump?include_eds") + admin("/certs"));
      Evidence.keep(logs, LeakScan.Place.METRICS.file(name()), () -> admin("/stats"));
    }
    Evidence.remove(this);
    process.close();
  }
}

package dev.sekisho.benchmarks.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.benchmarks.harness.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code benchmarks/swarm} with all its proxies. For one thread. */
final class Swarm implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private Swarm(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Proxies that will connect there; with more flags, if there are any. */
  static Swarm start(Path program, String address, List<String> more) throws IOException {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("-address=" + address);
    command.add("-namespaces=" + MeshWorld.NAMESPACES);
    command.addAll(more);
    return new Swarm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** All connect at once; returns when all are configured. */
  JsonNode connect(int proxies, boolean resume) throws IOException {
    var order = order("connect").put("proxies", proxies).put("resume", resume);
    var answer = send(order.put("patience", PATIENCE.toMillis()));
    if (answer.path("configured").asInt() != proxies) {
      throw new IOException("not all proxies were configured: " + answer.path("problems"));
    }
    return answer;
  }

  void disconnect() throws IOException {
    send(order("disconnect"));
  }

  /**
   * From now on looks for that resource.
   *
   * @param contains text in its bytes; empty: any
   * @param every only proxies whose number is a multiple of it; 1: all
   */
  void expect(String kind, String name, String contains, int every) throws IOException {
    send(
        order("expect")
            .put("kind", kind)
            .put("name", name)
            .put("contains", contains)
            .put("every", every));
  }

  /** Returns when all that it is for ACKed it; times count from that {@link System#nanoTime()}. */
  JsonNode await(long since) throws IOException {
    var answer = send(order("await").put("since", since));
    if (answer.at("/latency/count").asLong() != answer.path("expected").asLong()) {
      throw new IOException("not all proxies were told of a change: " + answer);
    }
    return answer;
  }

  void unsubscribe(String kind, String name, int every) throws IOException {
    send(order("unsubscribe").put("kind", kind).put("name", name).put("every", every));
  }

  /** Latencies of all changes since this was asked last. */
  JsonNode series() throws IOException {
    return send(order("series"));
  }

  /** Writes what the first proxy was sent; of a name only the last, unless that is empty. */
  void capture(Path file, String name) throws IOException {
    var answer = send(order("capture").put("file", file.toString()).put("name", name));
    if (answer.path("captured").asInt() == 0) {
      throw new IOException("nothing was captured: " + name);
    }
  }

  /** Bytes and messages so far, its own CPU, and streams that ended though nobody ended them. */
  JsonNode count() throws IOException {
    return send(order("count"));
  }

  private static ObjectNode order(String what) {
    return Json.MAPPER.createObjectNode().put("do", what);
  }

  private JsonNode send(ObjectNode order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("the swarm ended");
    }
    var answer = Json.parse(line);
    if (answer.has("error") || answer.path("ended").asInt() > 0) {
      throw new IOException("the swarm answered %s with %s".formatted(order, answer));
    }
    return answer;
  }

  /** It ends with its input. */
  @Override
  public void close() {
    try {
      orders.close();
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

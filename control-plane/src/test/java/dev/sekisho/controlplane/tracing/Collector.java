package dev.sekisho.controlplane.tracing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** A receiver of OTLP over HTTP: decodes what it is sent and answers as it is told. Thread-safe. */
public final class Collector implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();

  /**
   * @param status of each answer; only what is answered with 200 is kept
   */
  public Collector(IntSupplier status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(TracingSettings.PATH, exchange -> receive(exchange, status));
    server.start();
  }

  private void receive(HttpExchange exchange, IntSupplier status) throws IOException {
    try (exchange) {
      var request = decode(exchange);
      int answer = status.getAsInt();
      if (answer == 200) {
        received.addAll(request.getResourceSpansList());
      }
      answers.add(answer);
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  private static ExportTraceServiceRequest decode(HttpExchange exchange) throws IOException {
    var type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!exchange.getRequestMethod().equals("POST") || !type.equals("application/x-protobuf")) {
      throw new AssertionError(exchange.getRequestMethod() + " of " + type);
    }
    try {
      return ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The base under which it receives. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The status of each answer so far. */
  public List<Integer> answers() {
    return answers;
  }

  /** A span that it was sent, with what it was sent about the process. */
  public record Received(Span span, Map<String, String> process) {

    public String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    public String parentId() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    public Map<String, String> attributes() {
      return texts(span.getAttributesList());
    }
  }

  public List<Received> spans() {
    return received.stream()
        .flatMap(
            resource ->
                resource.getScopeSpansList().stream()
                    .map(ScopeSpans::getSpansList)
                    .flatMap(List::stream)
                    .map(
                        span ->
                            new Received(span, texts(resource.getResource().getAttributesList()))))
        .toList();
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    var texts = new TreeMap<String, String>();
    attributes.forEach(attribute -> texts.put(attribute.getKey(), text(attribute.getValue())));
    return texts;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> throw new AssertionError(value.getValueCase());
    };
  }

  /** Waits for a span. */
  public Received await(String what, Predicate<Received> wanted) {
    until(what, () -> spans().stream().anyMatch(wanted));
    return spans().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** waits for a condition, for forty seconds. */
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

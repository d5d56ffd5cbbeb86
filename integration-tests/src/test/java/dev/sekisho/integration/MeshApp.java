package dev.sekisho.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application in a Pod, with a port for each way in which applications talk. */
final class MeshApp implements AutoCloseable {
  /** Answers with its name and the request. */
  static final int HTTP = 8080;

  /** The same, for Services that don't say what it speaks. */
  static final int UNDECLARED = 8081;

  /** Takes an upgrade to WebSocket, and sends back what comes then. */
  static final int WEB_SOCKET = 8082;

  static final int GRPC = 9090;

  /** Sends its name, once something came. */
  static final int TCP = 9000;

  /** Sends its name and waits. */
  static final int GREETING = 2525;

  /** The same, on a port of which nothing but the number says that it is no HTTP. */
  static final int NATS = 4222;

  /** The same, on a port of which nothing says so. */
  static final int GREETING_UNDECLARED = 2526;

  private final String name;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<AutoCloseable> ports = new ArrayDeque<>();

  private MeshApp(String name) {
    this.name = name;
  }

  /** Starts it in that namespace. */
  static MeshApp start(NetworkPod pod, String name) {
    var app = new MeshApp(name);
    app.serve(pod, HTTP);
    app.serve(pod, UNDECLARED);
    app.listen(pod, WEB_SOCKET, MeshApp::upgrade);
    app.listen(pod, TCP, app::answer);
    app.listen(pod, GREETING, app::greet);
    app.listen(pod, NATS, app::greet);
    app.listen(pod, GREETING_UNDECLARED, app::greet);
    app.ports.push(GrpcEcho.serve(pod, GRPC, name));
    return app;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Conversation {
    void with(Socket client) throws IOException;
  }

  private void serve(NetworkPod pod, int port) {
    var http = pod.make(() -> HttpServer.create(new InetSocketAddress("0.0.0.0", port), 512));
    http.setExecutor(threads);
    http.createContext("/", this::show);
    http.start();
    ports.push(() -> http.stop(0));
  }

  private void listen(NetworkPod pod, int port, Conversation conversation) {
    var server = pod.listen(port);
    ports.push(server);
    threads.execute(() -> accept(server, conversation));
  }

  private void accept(ServerSocketChannel server, Conversation conversation) {
    while (server.isOpen()) {
      try {
        var client = server.accept().socket();
        threads.execute(
            () -> {
              try (client) {
                conversation.with(client);
              } catch (IOException e) {
                // The client has gone.
              }
            });
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    var text = new StringBuilder(name).append('\n');
    text.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    text.append('\n');
    exchange
        .getRequestHeaders()
        .forEach((key, values) -> text.append("%s: %s%n".formatted(key, values)));
    var body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void answer(Socket client) throws IOException {
    if (client.getInputStream().read() >= 0) {
      greet(client);
    }
  }

  private void greet(Socket client) throws IOException {
    client.getOutputStream().write((name + "\n").getBytes(StandardCharsets.US_ASCII));
    client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
  }

  private static void upgrade(Socket client) throws IOException {
    var in = client.getInputStream();
    skipHead(in);
    client
        .getOutputStream()
        .write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    in.transferTo(client.getOutputStream());
  }

  private static void skipHead(InputStream in) throws IOException {
    int last = 0;
    for (int next = in.read(); next >= 0 && last != 0x0d0a0d0a; next = in.read()) {
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        return;
      }
    }
  }

  @Override
  public void close() {
    while (!ports.isEmpty()) {
      try {
        ports.pop().close();
      } catch (Exception e) {
        throw new AssertionError("can't stop " + name, e);
      }
    }
    threads.shutdownNow();
  }
}

package dev.sekisho.xds.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application with a port for HTTP, which shows requests, and one where the server greets. */
final class InboundApp implements AutoCloseable {
  static final String BANNER = "220 hello\n";

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
  private final ServerSocket greeting = new ServerSocket(0, 50, loopback);
  volatile int status = 200;

  InboundApp() throws IOException {
    http.createContext("/", this::show);
    http.setExecutor(threads);
    http.start();
    threads.execute(this::accept);
  }

  int httpPort() {
    return http.getAddress().getPort();
  }

  int greetingPort() {
    return greeting.getLocalPort();
  }

  private void show(HttpExchange exchange) throws IOException {
    var body = new StringBuilder();
    body.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    body.append('\n');
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> body.append("%s: %s%n".formatted(name, values)));
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", "/elsewhere");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void accept() {
    while (!greeting.isClosed()) {
      try {
        var socket = greeting.accept();
        threads.execute(() -> greet(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  /** Greets, then echoes a byte. */
  private static void greet(Socket connection) {
    try (var socket = connection) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(BANNER.getBytes(StandardCharsets.US_ASCII));
      int b = socket.getInputStream().read();
      if (b >= 0) {
        socket.getOutputStream().write(b);
      }
    } catch (IOException e) {
      // The client has gone: some only listen.
    }
  }

  @Override
  public void close() throws IOException {
    greeting.close();
    http.stop(0);
    threads.shutdownNow();
  }
}

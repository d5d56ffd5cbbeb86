package dev.sekisho.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A small application that answers everything with its name, on this machine's own address. */
final class Upstream implements AutoCloseable {
  private final String name;
  private final HttpServer server;
  private final ExecutorService threads;

  private Upstream(String name, HttpServer server, ExecutorService threads) {
    this.name = name;
    this.server = server;
    this.threads = threads;
  }

  static Upstream start(String name) {
    return start(name, request -> name);
  }

  /** One that answers with that header of the request. */
  static Upstream startShowing(String header) {
    return start(header, request -> String.valueOf(request.getRequestHeaders().getFirst(header)));
  }

  private static Upstream start(String name, Function<HttpExchange, String> answer) {
    try {
      var server = HttpServer.create(new InetSocketAddress(Ports.ownAddress(), 0), 0);
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            var body = answer.apply(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
              out.write(body);
            }
          });
      server.start();
      return new Upstream(name, server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  String address() {
    return server.getAddress().getAddress().getHostAddress();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

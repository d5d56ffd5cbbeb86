package dev.sekisho.controlplane.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small backend for each Service: it answers with the Service's name. */
final class DemoUpstreams implements AutoCloseable {

  private final List<HttpServer> servers = new ArrayList<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  /**
   * @param services as {@code namespace/name}
   */
  static DemoUpstreams start(Collection<String> services) {
    var upstreams = new DemoUpstreams();
    services.forEach(upstreams::add);
    return upstreams;
  }

  private void add(String service) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpServer.create(address, 0);
      byte[] body = (service + "\n").getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      servers.add(server);
      ports.put(service, server.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where each listens on 127.0.0.1. */
  Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}

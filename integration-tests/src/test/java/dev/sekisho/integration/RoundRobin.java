package dev.sekisho.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Spreads connections over several ports of this machine, as a Service does over Pods. */
final class RoundRobin implements AutoCloseable {
  private final ServerSocket server;
  private final List<Integer> ports;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RoundRobin(ServerSocket server, List<Integer> ports) {
    this.server = server;
    this.ports = List.copyOf(ports);
  }

  static RoundRobin over(List<Integer> ports) {
    try {
      var server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
      var balancer = new RoundRobin(server, ports);
      Thread.ofVirtual().name("round-robin").start(balancer::accept);
      return balancer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    for (int next = 0; !server.isClosed(); next++) {
      try {
        var client = server.accept();
        open.add(client);
        var to = new Socket(server.getInetAddress(), ports.get(next % ports.size()));
        open.add(to);
        pump(client, to);
        pump(to, client);
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (from;
                  to;
                  InputStream in = from.getInputStream();
                  OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
              } catch (IOException e) {
                // One side has gone: the other one is closed with it.
              } finally {
                open.remove(from);
                open.remove(to);
              }
            });
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

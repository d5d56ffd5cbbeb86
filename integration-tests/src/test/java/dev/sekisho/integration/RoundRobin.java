package dev.sekisho.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
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

  private volatile boolean cut;

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

  /** Closes all connections, and each new one at once, until {@link #mend}. */
  void cut() {
    cut = true;
    open.forEach(RoundRobin::close);
  }

  void mend() {
    cut = false;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    for (int next = 0; !server.isClosed(); next++) {
      try {
        var client = server.accept();
        if (cut) {
          client.close();
        } else {
          open.add(client);
          connect(client, next);
        }
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  /** To the first that listens. */
  private void connect(Socket client, int first) throws IOException {
    for (int i = 0; i < ports.size(); i++) {
      try {
        var to = new Socket(server.getInetAddress(), ports.get((first + i) % ports.size()));
        open.add(to);
        pump(client, to);
        pump(to, client);
        return;
      } catch (ConnectException e) {
        // The next one.
      }
    }
    client.close();
    open.remove(client);
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(RoundRobin::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

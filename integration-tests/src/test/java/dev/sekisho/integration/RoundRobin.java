package dev.sekisho.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Spreads connections over several places, as a Service does over Pods. */
final class RoundRobin implements AutoCloseable {
  /** Opens a connection to one of them. */
  @FunctionalInterface
  interface Place {
    Socket connect() throws IOException;
  }

  private final ServerSocket server;
  private final List<Place> places;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private volatile boolean cut;

  private RoundRobin(ServerSocket server, List<Place> places) {
    this.server = server;
    this.places = List.copyOf(places);
  }

  /** Over ports of this machine's loopback, and on one. */
  static RoundRobin over(List<Integer> ports) {
    return at(InetAddress.getLoopbackAddress(), ports);
  }

  /**
   * Over ports of this machine's loopback.
   *
   * @param address where it listens
   */
  static RoundRobin at(InetAddress address, List<Integer> ports) {
    var loopback = InetAddress.getLoopbackAddress();
    return at(
        address, ports.stream().<Place>map(port -> () -> new Socket(loopback, port)).toList());
  }

  /** To that place alone, from a port of this machine's loopback. */
  static RoundRobin to(Place place) {
    return at(InetAddress.getLoopbackAddress(), List.<Place>of(place));
  }

  private static RoundRobin at(InetAddress address, Collection<Place> places) {
    try {
      var server = new ServerSocket(0, 512, address);
      var balancer = new RoundRobin(server, List.copyOf(places));
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
    for (int i = 0; i < places.size(); i++) {
      try {
        var to = places.get((first + i) % places.size()).connect();
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

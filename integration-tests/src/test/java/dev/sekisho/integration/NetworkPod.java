package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A namespace of the kernel with an address of its own, in the place of a Pod. Thread-safe. */
final class NetworkPod implements AutoCloseable {
  private static final String SIDECAR = "1337";

  private final String name;
  private final String address;
  private final NetworkNamespace namespace;

  /**
   * @param name of a namespace that is there
   */
  NetworkPod(String name, String address) {
    this.name = name;
    this.address = address;
    this.namespace = new NetworkNamespace(name);
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  /** Makes sockets in it; see {@link NetworkNamespace#make}. */
  <T> T make(Callable<T> sockets) {
    return namespace.make(sockets);
  }

  /** A connection out of it, as its application would open it. */
  SocketChannel connect(String host, int port) throws IOException {
    var socket = make(() -> SocketChannel.open(StandardProtocolFamily.INET));
    try {
      socket.connect(new InetSocketAddress(host, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A port on all its addresses. */
  ServerSocketChannel listen(int port) {
    try {
      return make(() -> ServerSocketChannel.open(StandardProtocolFamily.INET))
          .bind(new InetSocketAddress("0.0.0.0", port), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command in it, and gives its output. */
  String exec(String... command) {
    return PodNetwork.run(in(command));
  }

  /**
   * Redirects its connections to a sidecar's ports, which runs as the group {@value SIDECAR}, by
   * the script that does it in Pods.
   */
  void redirect() {
    exec(Tools.repository().resolve("images/redirect/sekisho-redirect").toString());
  }

  /**
   * What to put before the command of a sidecar that runs in it.
   *
   * @param hosts file that names are looked up in, in the place of DNS
   */
  List<String> asSidecar(String hosts) {
    return in(
        "sh",
        "-c",
        // The namespace of mounts is the command's own.
        "mount --bind \"$0\" /etc/hosts && exec \"$@\"",
        hosts,
        "setpriv",
        "--regid",
        SIDECAR,
        "--clear-groups");
  }

  private List<String> in(String... command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command)).toList();
  }

  @Override
  public void close() {
    namespace.close();
  }
}

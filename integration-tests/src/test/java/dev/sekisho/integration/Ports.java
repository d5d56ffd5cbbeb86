package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/** Addresses and ports of this machine. */
final class Ports {
  private static final int LOWEST = 12_000;
  private static final int BOUND = 32_000;

  private Ports() {}

  /**
   * A port that is free now, for programs that can't be told to take any. It lies below the range
   * from which the kernel serves outgoing connections, so that none of these takes it meanwhile.
   */
  static int free() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = RandomGenerator.getDefault().nextInt(LOWEST, BOUND);
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress("0.0.0.0", port));
        return port;
      } catch (IOException e) {
        // Taken: try another.
      }
    }
    throw new AssertionError("no free port between " + LOWEST + " and " + BOUND);
  }

  /**
   * An IPv4 address of this machine that isn't loopback: the API server refuses endpoints in
   * 127.0.0.0/8 and in 169.254.0.0/16. The oldest card's: others come and go with tests that make
   * networks of their own.
   */
  static InetAddress ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Ports::isUp)
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .findFirst()
          .orElseThrow(
              () ->
                  new AssertionError(
                      "this machine has no IPv4 address but loopback (try: ip addr)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUp(NetworkInterface card) {
    try {
      return card.isUp();
    } catch (IOException e) {
      return false;
    }
  }
}

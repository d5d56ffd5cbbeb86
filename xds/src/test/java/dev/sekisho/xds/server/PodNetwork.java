package dev.sekisho.xds.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A node's network in small: namespaces of the kernel in the place of Pods, joined by a bridge on
 * which this process is reachable too. Needs root, {@code ip} and {@code iptables}; where the
 * kernel doesn't allow it the test is skipped.
 */
final class PodNetwork implements AutoCloseable {
  private static final int COMMAND_SECONDS = 20;
  private static final String PREFIX = "10.83.47.";

  /** Where this process listens for the Pods. */
  static final String NODE = PREFIX + "1";

  private final String bridge = "sk" + ProcessHandle.current().pid();
  private final Deque<AutoCloseable> cleanup = new ArrayDeque<>();
  private int pods;

  static PodNetwork create() {
    var network = new PodNetwork();
    try {
      network.set("ip", "link", "add", network.bridge, "type", "bridge");
      network.cleanup.push(() -> run(List.of("ip", "link", "del", network.bridge)));
      network.set("ip", "addr", "add", NODE + "/24", "dev", network.bridge);
      network.set("ip", "link", "set", network.bridge, "up");
      network.pod().exec("iptables", "-t", "nat", "-S");
      return network;
    } catch (IllegalStateException e) {
      network.close();
      System.err.println("no network namespaces here, tests that need them are skipped: " + e);
      return Assumptions.abort(e.getMessage());
    }
  }

  /** A Pod without a sidecar. */
  NetworkPod pod() {
    pods++;
    var name = bridge + "-" + pods;
    var address = PREFIX + (pods + 1);
    var outside = bridge + "v" + pods;
    set("ip", "netns", "add", name);
    cleanup.push(() -> run(List.of("ip", "netns", "del", name)));
    var pod = new NetworkPod(name, address);
    set("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
    set("ip", "link", "set", outside, "master", bridge, "up");
    pod.exec("ip", "link", "set", "lo", "up");
    pod.exec("ip", "addr", "add", address + "/24", "dev", "eth0");
    pod.exec("ip", "link", "set", "eth0", "up");
    pod.exec("ip", "route", "add", "default", "via", NODE);
    return pod;
  }

  private void set(String... command) {
    run(List.of(command));
  }

  /**
   * The output of a command.
   *
   * @throws IllegalStateException if there is no such command, or it fails
   */
  static String run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " takes more than " + COMMAND_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with %d: %s".formatted(command, process.exitValue(), output));
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(command + " can't be run", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while running " + command, e);
    }
  }

  @Override
  public void close() {
    for (var resource : cleanup) {
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("left behind: " + e);
      }
    }
  }
}

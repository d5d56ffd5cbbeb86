package dev.sekisho.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A node's network in small: namespaces of the kernel in the place of Pods, joined by a bridge on
 * which this process is reachable too. Needs root, {@code ip}, {@code iptables} and {@code
 * setpriv}. Where the kernel or the machine doesn't allow it the test is skipped, or fails where
 * the environment says CI=true.
 */
final class PodNetwork implements AutoCloseable {
  private static final int COMMAND_SECONDS = 20;
  private static final int SUBNETS = 256;
  // The kernel takes a device away some time after its namespace: names aren't used twice.
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final long process = ProcessHandle.current().pid();
  private final String bridge = "sk" + process;
  // Runs beside each other don't share one.
  private final String prefix = "10.83." + process % SUBNETS + ".";
  private final Deque<AutoCloseable> cleanup = new ArrayDeque<>();
  private int pods;

  static PodNetwork create() {
    var network = new PodNetwork();
    try {
      network.set("ip", "link", "add", network.bridge, "type", "bridge");
      network.cleanup.push(() -> run(List.of("ip", "link", "del", network.bridge)));
      network.set("ip", "addr", "add", network.node() + "/24", "dev", network.bridge);
      network.set("ip", "link", "set", network.bridge, "up");
      var first = network.pod();
      first.redirect();
      first.exec("setpriv", "--regid", "1337", "--clear-groups", "true");
      return network;
    } catch (IllegalStateException e) {
      network.close();
      return unavailable("no network namespaces here: " + e.getMessage());
    }
  }

  private static PodNetwork unavailable(String why) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(why);
    }
    System.out.println("SKIPPED for want of root or of a kernel that lets it: " + why);
    return Assumptions.abort(why);
  }

  /** Where this process listens for the Pods. */
  String node() {
    return prefix + "1";
  }

  /** A Pod without a sidecar. */
  NetworkPod pod() {
    pods++;
    int number = NAMES.incrementAndGet();
    var name = bridge + "-" + number;
    var address = prefix + (pods + 1);
    var outside = bridge + "v" + number;
    set("ip", "netns", "add", name);
    cleanup.push(() -> run(List.of("ip", "netns", "del", name)));
    set("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
    set("ip", "link", "set", outside, "master", bridge, "up");
    var pod = new NetworkPod(name, address);
    cleanup.push(pod);
    pod.exec(
        "sh",
        "-ec",
        """
        ip link set lo up
        ip addr add %s/24 dev eth0
        ip link set eth0 up
        ip route add default via %s
        """
            .formatted(address, node()));
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
            "%s ended with %d: %s".formatted(command, process.exitValue(), output.strip()));
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

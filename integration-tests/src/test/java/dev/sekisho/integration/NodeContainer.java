package dev.sekisho.integration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The container of a node. Nothing but this code removes it, since the usual remover is an image of
 * a registry: at the end of the JVM, or when a later JVM finds that its maker is no more.
 */
final class NodeContainer {
  private static final String OWNER = "dev.sekisho.test.owner";
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final int SOMETHING_MISSING = 3;

  private NodeContainer() {}

  /** Starts one, and waits for a node that is Ready. */
  static GenericContainer<?> start(int api, List<Integer> nodePorts) {
    if (!"true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      throw new AssertionError("run this with -Pnode, which sets Testcontainers up");
    }
    script("docker");
    removeLeft();
    var ports = new ArrayList<>(nodePorts);
    ports.add(api);
    var container =
        new GenericContainer<>(DockerImageName.parse(script("build")))
            .withPrivilegedMode(true)
            .withExposedPorts(ports.toArray(Integer[]::new))
            .withLabel(OWNER, host() + "/" + ProcessHandle.current().pid())
            .waitingFor(Wait.forLogMessage(".*\\] started\\s*", 1).withStartupTimeout(BOUND));
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    try {
      container.start();
    } catch (RuntimeException e) {
      throw new AssertionError("the node didn't start; it printed: " + container.getLogs(), e);
    }
    return container;
  }

  // Of JVMs of this machine that were killed.
  private static void removeLeft() {
    var docker = DockerClientFactory.instance().client();
    var owners = docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(OWNER));
    for (var found : owners.exec()) {
      var owner = Path.of(found.getLabels().get(OWNER));
      if (owner.startsWith(host())
          && ProcessHandle.of(Long.parseLong(owner.getFileName().toString())).isEmpty()) {
        System.out.println("removing a node that was left by process " + owner.getFileName());
        docker.removeContainerCmd(found.getId()).withForce(true).withRemoveVolumes(true).exec();
      }
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  // What the script printed. As for the tools: a skip where something is missing, unless CI=true.
  private static String script(String name) {
    var file = Tools.repository().resolve("integration-tests/node").resolve(name);
    var run = Command.run(List.of(file.toString()), Map.of(), "", Command.BUILD);
    if (run.exit() == 0) {
      return run.out().strip();
    }
    var why = "no node: " + run.lastErrorLine();
    if (run.exit() == SOMETHING_MISSING && !"true".equals(System.getenv("CI"))) {
      System.out.println("SKIPPED for want of a program: " + why);
      return Assumptions.abort(why);
    }
    throw new AssertionError(why);
  }
}

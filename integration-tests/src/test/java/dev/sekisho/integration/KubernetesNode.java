package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/**
 * A whole Kubernetes of one node, with containerd, kubelet, kube-proxy, CNI and DNS, in one
 * container. Tests act on it as users do: with the real kubectl.
 */
final class KubernetesNode {
  /** Of the tests' own program; see {@code integration-tests/node/apps}. */
  static final String APP = "sekisho-test/app:1";

  /** Ports of the node, for Services of type NodePort, that the test's process can reach. */
  static final List<Integer> NODE_PORTS = List.of(30080, 30443);

  private static final int API = 6443;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final Set<String> SYSTEM =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final GenericContainer<?> container;
  private final Path kubeconfig;
  private final Kubectl kubectl;

  private KubernetesNode(GenericContainer<?> container, Path kubeconfig) {
    this.container = container;
    this.kubeconfig = kubeconfig;
    this.kubectl = new Kubectl(kubeconfig);
  }

  /** Starts one, which is removed with the JVM; its image is built if need be. */
  static KubernetesNode start() {
    var started = System.nanoTime();
    var container = NodeContainer.start(API, NODE_PORTS);
    try {
      var kubeconfig = Tools.newData("node").resolve("kubeconfig");
      var text = inside(container, "cat", "/etc/kubernetes/admin.conf").orFail("cat").out();
      var url = "https://" + container.getHost() + ":" + container.getMappedPort(API);
      Files.writeString(kubeconfig, text.replaceAll("server: \\S+", "server: " + url));
      var node = new KubernetesNode(container, kubeconfig);
      node.awaitRollout("kube-system", "deployment/coredns");
      var took = Duration.ofNanos(System.nanoTime() - started);
      System.out.println("the node is ready after " + took.toMillis() + " ms");
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client configuration with every right, for this process. */
  Path kubeconfig() {
    return kubeconfig;
  }

  /** Where a port of {@link #NODE_PORTS} is reached from here. */
  URI nodePort(String scheme, int port) {
    return URI.create(
        scheme + "://" + container.getHost() + ":" + container.getMappedPort(port) + "/");
  }

  /** Runs a program on the node itself. */
  Command inside(String... command) {
    return inside(container, command);
  }

  /** Makes the images of an archive, as {@code docker save} writes it, usable by Pods. */
  void load(Path archive) {
    var there = "/var/tmp/" + archive.getFileName();
    container.copyFileToContainer(MountableFile.forHostPath(archive), there);
    inside("ctr", "-n", "k8s.io", "images", "import", there).orFail("import of " + archive);
    inside("rm", there).orFail("rm");
  }

  /** kubectl, whatever comes of it. */
  Command kubectl(String... arguments) {
    return kubectl.run("", arguments);
  }

  /** kubectl apply, which must work. */
  void apply(String yaml) {
    kubectl.run(yaml, "apply", "-f", "-").orFail("kubectl apply");
  }

  /** kubectl apply that changes nothing, whatever comes of it. */
  Command applyDryRun(String yaml) {
    return kubectl.run(yaml, "apply", "--dry-run=server", "-f", "-");
  }

  /** Asks for a Pod's end as a drain of its node does. */
  void evict(String namespace, String pod) {
    var eviction =
        """
        {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
        """
            .formatted(pod, namespace);
    var path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction";
    kubectl.run(eviction, "create", "--raw", path, "-f", "-").orFail("eviction of " + pod);
  }

  /** What the API server answers to the creation of an object, which must work. */
  JsonNode create(String yaml) {
    return json(kubectl.run(yaml, "create", "-f", "-", "-o", "json").orFail("kubectl create"));
  }

  /** kubectl apply, which must be refused; the whole of what it prints to standard error. */
  String applyExpectingDenial(String yaml) {
    var run = kubectl.run(yaml, "apply", "-f", "-");
    assertThat(run.exit())
        .as("exit code of kubectl, which printed: %s%s", run.out(), run.err())
        .isEqualTo(1);
    return run.err();
  }

  /** The JSON of {@code kubectl get}, which must work. */
  JsonNode get(String what, String... where) {
    var arguments = Stream.concat(Stream.of("get", what, "-o", "json"), Stream.of(where));
    return json(kubectl(arguments.toArray(String[]::new)).orFail("kubectl get " + what));
  }

  /** Runs a program in a Pod's first container, or the one that its annotation names. */
  Command exec(String namespace, String pod, String... command) {
    return kubectl(
        Stream.concat(Stream.of("exec", "-n", namespace, pod, "--"), Stream.of(command))
            .toArray(String[]::new));
  }

  /** A namespace of a name that no other test has; labels as {@code a: "b", c: "d"}. */
  String freshNamespace(String prefix, String labels) {
    var name = prefix + "-" + COUNTER.incrementAndGet();
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {%s}}
        """
            .formatted(name, labels));
    return name;
  }

  /** Waits until a Deployment, StatefulSet or DaemonSet has all its Pods as they are wanted. */
  void awaitRollout(String namespace, String what) {
    kubectl("rollout", "status", "-n", namespace, what, "--timeout=50s")
        .orFail("rollout of " + what + " in " + namespace);
  }

  /** Waits until an object's status is as wanted, and gives the object. */
  JsonNode await(String namespace, String what, String wanted, Predicate<JsonNode> condition) {
    return Await.value(
        what + " in " + namespace + ": " + wanted,
        Duration.ofSeconds(60),
        () ->
            Optional.of(get(what, "-n", namespace))
                .filter(object -> condition.test(object.path("status"))));
  }

  /** Deletes what tests made: namespaces, and registrations that the API server would ask. */
  void empty() {
    kubectl(
            "delete",
            "validatingwebhookconfigurations,mutatingwebhookconfigurations",
            "--all",
            "--ignore-not-found")
        .orFail("kubectl delete");
    var left =
        StreamSupport.stream(get("namespaces").path("items").spliterator(), false)
            .map(namespace -> namespace.path("metadata").path("name").asText())
            .filter(name -> !SYSTEM.contains(name))
            .toList();
    if (!left.isEmpty()) {
      kubectl(
              Stream.concat(
                      Stream.of("delete", "namespace", "--wait=false", "--ignore-not-found"),
                      left.stream())
                  .toArray(String[]::new))
          .orFail("kubectl delete");
      Await.that(
          "namespaces are gone: " + left,
          Duration.ofSeconds(90),
          () -> left.stream().allMatch(name -> kubectl("get", "ns", name).exit() != 0));
    }
  }

  private static JsonNode json(Command run) {
    try {
      return JSON.readTree(run.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Command inside(GenericContainer<?> container, String... command) {
    try {
      var result = container.execInContainer(command);
      return new Command(result.getExitCode(), result.getStdout(), result.getStderr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

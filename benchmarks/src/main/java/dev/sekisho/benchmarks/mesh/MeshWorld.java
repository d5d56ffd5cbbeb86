package dev.sekisho.benchmarks.mesh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * What is in the cluster: Services, spread over the namespaces {@code app-0} to {@code app-9}, each
 * with one HTTP port, and an EndpointSlice of two endpoints, which are Pods with a sidecar; and the
 * Pods of the proxies, which no Service selects. It only grows. For one thread.
 */
final class MeshWorld {

  static final int NAMESPACES = 10;

  /** Sekisho's own namespace. */
  static final String HOME = "sekisho-system";

  /** Where the ceiling's slice is, which belongs to no Service. */
  static final String CEILING = "ceiling";

  private static final int ENDPOINTS = 2;
  private static final int WRITERS = 8;

  private final KubeApi api;
  private int services;
  private int proxies;

  MeshWorld(KubeApi api) {
    this.api = api;
  }

  void begin() throws IOException, InterruptedException {
    for (int i = 0; i < NAMESPACES; i++) {
      namespace(namespaceOf(i));
    }
    namespace(HOME);
    namespace(CEILING);
    api.create(slices(CEILING), slice(CEILING, "", "10.19.0.1", "10.19.0.2", false));
  }

  /** Adds Services until there are so many. */
  void grow(int wanted) throws IOException, InterruptedException {
    var tasks = new ArrayList<Callable<Void>>();
    for (; services < wanted; services++) {
      int number = services;
      tasks.add(
          () -> {
            service(number);
            return null;
          });
    }
    inParallel(tasks);
  }

  /** Adds Pods of proxies until there are so many: those that the swarm's node ids name. */
  void growProxies(int wanted) throws IOException, InterruptedException {
    var tasks = new ArrayList<Callable<Void>>();
    for (; proxies < wanted; proxies++) {
      int number = proxies;
      tasks.add(
          () -> {
            pod(namespaceOf(number), "proxies", "proxy-" + number, addressOfProxy(number));
            return null;
          });
    }
    inParallel(tasks);
  }

  private static void inParallel(List<Callable<Void>> tasks)
      throws IOException, InterruptedException {
    try (var writers = Executors.newFixedThreadPool(WRITERS)) {
      for (var done : writers.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the cluster can't be filled", e.getCause());
    }
  }

  static String namespaceOf(int number) {
    return "app-" + number % NAMESPACES;
  }

  static String nameOf(int number) {
    return "svc-" + number;
  }

  /** Its cluster, and so its endpoints, as proxies know them. */
  static String clusterOf(int number) {
    return "outbound|80||%s.%s.svc.cluster.local".formatted(nameOf(number), namespaceOf(number));
  }

  static String slices(String namespace) {
    return "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";
  }

  static String podPath(int number) {
    return "/api/v1/namespaces/%s/pods/%s-0".formatted(namespaceOf(number), nameOf(number));
  }

  /** The endpoints of a slice, of which the second is at that address. */
  static String endpointsWith(int number, String address) {
    return "{\"endpoints\":" + endpoints(nameOf(number), addressOf(number, 0), address, true) + "}";
  }

  private void service(int number) throws IOException, InterruptedException {
    var namespace = namespaceOf(number);
    var name = nameOf(number);
    for (int i = 0; i < ENDPOINTS; i++) {
      pod(namespace, name, name + "-" + i, addressOf(number, i));
    }
    api.create(
        "/api/v1/namespaces/" + namespace + "/services",
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"%1$s"},
         "spec":{"selector":{"app":"%1$s"},
          "ports":[{"name":"http","port":80,"targetPort":8080}]}}
        """
            .formatted(name));
    api.create(
        slices(namespace), slice(name, name, addressOf(number, 0), addressOf(number, 1), true));
  }

  /** One that runs, with a sidecar. */
  private void pod(String namespace, String app, String name, String address)
      throws IOException, InterruptedException {
    var pods = "/api/v1/namespaces/" + namespace + "/pods";
    api.create(
        pods,
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%1$s",
          "labels":{"app":"%2$s","security.istio.io/tlsMode":"istio"}},
         "spec":{"serviceAccountName":"%2$s","automountServiceAccountToken":false,
          "containers":[{"name":"app","image":"app"}]}}
        """
            .formatted(name, app));
    api.merge(
        pods + "/" + name + "/status",
        "{\"status\":{\"phase\":\"Running\",\"podIP\":\"%1$s\",\"podIPs\":[{\"ip\":\"%1$s\"}]}}"
            .formatted(address));
  }

  private static String slice(
      String name, String service, String first, String second, boolean pods) {
    var labels = service.isEmpty() ? "{}" : "{\"kubernetes.io/service-name\":\"" + service + "\"}";
    return """
    {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice",
     "metadata":{"name":"%s","labels":%s},"addressType":"IPv4",
     "ports":[{"name":"http","port":8080,"protocol":"TCP"}],"endpoints":%s}
    """
        .formatted(name, labels, endpoints(name, first, second, pods));
  }

  private static String endpoints(String name, String first, String second, boolean pods) {
    return "[" + endpoint(name, 0, first, pods) + "," + endpoint(name, 1, second, pods) + "]";
  }

  private static String endpoint(String name, int index, String address, boolean pod) {
    var target =
        pod ? ",\"targetRef\":{\"kind\":\"Pod\",\"name\":\"%s-%d\"}".formatted(name, index) : "";
    return "{\"addresses\":[\"%s\"],\"conditions\":{\"ready\":true}%s}".formatted(address, target);
  }

  /** Of an endpoint as it is at first: out of 10.20.0.0/14. */
  private static String addressOf(int service, int index) {
    int number = service * ENDPOINTS + index;
    return "10.%d.%d.%d".formatted(20 + (number >> 16), number >> 8 & 0xff, number & 0xff);
  }

  /** As the swarm has it: out of 10.128.0.0/9. */
  static String addressOfProxy(int number) {
    int address = number + 1;
    return "10.%d.%d.%d".formatted(128 | address >> 16, address >> 8 & 0xff, address & 0xff);
  }

  private void namespace(String name) throws IOException, InterruptedException {
    api.create(
        "/api/v1/namespaces",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(name));
  }
}

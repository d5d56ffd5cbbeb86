package dev.sekisho.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Dry-run creations of Ingresses at a steady rate, every other one of a host that the namespace
 * doesn't own. Each verdict is compared with the one that it must have.
 */
final class AdmissionTraffic implements AutoCloseable {
  private static final String PREFIX = "Starting to serve on ";

  private final ManagedProcess proxy;
  private final URI target;
  // kubectl doesn't expect the offer of HTTP/2 that comes otherwise.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final long periodNanos;
  private final String owned;
  private final Thread pace;
  private volatile boolean open = true;

  private AdmissionTraffic(ManagedProcess proxy, URI target, int perSecond, String owned) {
    this.proxy = proxy;
    this.target = target;
    this.periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.owned = owned;
    this.pace = Thread.ofPlatform().name("admission-traffic").daemon().unstarted(this::run);
  }

  /** Starts it, in a namespace that may serve that host and no other. */
  static AdmissionTraffic start(
      KubernetesNode node, String namespace, String owned, int perSecond) {
    var command =
        List.of(
            Tools.path("kubectl").toString(),
            "--kubeconfig=" + node.kubeconfig(),
            "proxy",
            "--port=0");
    // kubectl knows how to show the certificate of the administrator.
    var proxy = ManagedProcess.start("kubectl-proxy", Tools.logs("node"), command, Map.of());
    proxy.await("its address", Command.SHORT, () -> proxy.out().contains(PREFIX));
    var address = proxy.out().strip().substring(PREFIX.length());
    var path = "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/ingresses?dryRun=All";
    var traffic =
        new AdmissionTraffic(proxy, URI.create("http://" + address + path), perSecond, owned);
    traffic.pace.start();
    return traffic;
  }

  int sent() {
    return sent.get();
  }

  /** What went wrong, one line each. */
  List<String> failures() {
    return failures;
  }

  /** Sends no more, and waits for the answers. */
  @Override
  public void close() {
    open = false;
    try {
      pace.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    requests.close();
    http.shutdownNow();
    proxy.close();
  }

  private void run() {
    long next = System.nanoTime();
    while (open) {
      int number = sent.incrementAndGet();
      requests.execute(() -> request(number));
      next += periodNanos;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void request(int number) {
    boolean allowed = number % 2 == 0;
    var body =
        """
        {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
         "metadata": {"name": "load-%d"},
         "spec": {"ingressClassName": "sekisho", "rules": [{"host": "%s"}]}}
        """
            .formatted(number, allowed ? owned : "stolen.invalid");
    var request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      boolean denied = answer.statusCode() == 403 && answer.body().contains("invalid ingress host");
      if (allowed ? answer.statusCode() != 201 : !denied) {
        failures.add(Instant.now() + " " + answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      failures.add(Instant.now() + " " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

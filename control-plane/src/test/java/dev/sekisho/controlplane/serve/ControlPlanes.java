package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.tracing.TracingSettings;
import dev.sekisho.xds.model.GatewayPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Whole control planes on one folder of manifests, and clients of theirs. */
final class ControlPlanes implements AutoCloseable {

  static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts:
          allowFromNamespaceAnnotation: ingress-whitelist
          unlisted: deny
      """;
  static final String CLUSTER =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: qa
        annotations: {ingress-whitelist: "*.qa.acmecorp.com, *.internal.acmecorp.com"}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: production, annotations: {ingress-whitelist: "*.acmecorp.com"}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: staging, annotations: {ingress-whitelist: "*.acmecorp.com"}}
      """;
  static final String INGRESS_OK =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: ingress-ok, namespace: production}
      spec: {rules: [{host: signin.acmecorp.com}]}
      """;

  private final Path folder;
  private final Path manifests;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * @param folder empty, for manifests and data
   */
  ControlPlanes(Path folder) throws IOException {
    this.folder = folder;
    this.manifests = Files.createDirectory(folder.resolve("manifests"));
  }

  Path manifests() {
    return manifests;
  }

  /** Starts one that is closed with this, if not before. */
  ControlPlane start() throws InterruptedException {
    return start(ports(0, 0, OptionalInt.empty(), 0));
  }

  ControlPlane start(ControlPlaneConfig.Ports ports) throws InterruptedException {
    return start(config(ports));
  }

  /** Starts one that sends traces. */
  ControlPlane start(TracingSettings tracing) throws InterruptedException {
    return start(config(ports(0, 0, OptionalInt.empty(), 0)).traced(tracing));
  }

  private ControlPlane start(ControlPlaneConfig config) throws InterruptedException {
    var controlPlane = ControlPlane.start(config);
    opened.push(controlPlane);
    return controlPlane;
  }

  private ControlPlaneConfig config(ControlPlaneConfig.Ports ports) {
    return new ControlPlaneConfig(
        new ControlPlaneConfig.Source.Folder(manifests),
        "sekisho-system",
        folder.resolve("data"),
        new GatewayPorts(8080, 9443),
        ports);
  }

  static ControlPlaneConfig.Ports ports(int webhook, int xds, OptionalInt plaintext, int admin) {
    return new ControlPlaneConfig.Ports("127.0.0.1", webhook, xds, plaintext, admin);
  }

  Webhook webhook(ControlPlane controlPlane) throws Exception {
    var webhook =
        new Webhook(folder.resolve("data/ca/root-cert.pem"), controlPlane.addresses().webhook());
    opened.push(webhook);
    return webhook;
  }

  /** Saves a manifest in one step. */
  void write(String name, String text) throws IOException {
    var temporary = Files.writeString(folder.resolve("saving"), text);
    Files.move(temporary, manifests.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}

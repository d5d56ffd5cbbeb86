package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The container that Envoy runs in. */
final class ProxyContainer {

  static final String NAME = "sekisho-proxy";

  /** Uid and gid: what it sends isn't redirected. */
  static final int USER = 1337;

  private static final int READY_PERIOD = 15;
  private static final int READY_TIMEOUT = 3;
  private static final int READY_FAILURES = 4;

  /** Ten minutes, in which the control plane may be away. */
  private static final int START_FAILURES = 600;

  private static final int DEFAULT_GRACE = 30;

  private final SidecarOptions options;
  private final InjectionSettings settings;
  private final PodDocument pod;
  private final ObjectNode container = JsonNodeFactory.instance.objectNode();

  private ProxyContainer(SidecarOptions options, InjectionSettings settings, PodDocument pod) {
    this.options = options;
    this.settings = settings;
    this.pod = pod;
  }

  /**
   * @param pod that it is put into
   */
  static ObjectNode of(SidecarOptions options, InjectionSettings settings, PodDocument pod) {
    return new ProxyContainer(options, settings, pod).build();
  }

  private ObjectNode build() {
    container.put("name", NAME).put("image", options.proxy().image());
    settings.images().pullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy));
    if (options.nativeSidecar()) {
      container.put("restartPolicy", "Always");
    }
    container.putArray("command").add("/usr/local/bin/envoy");
    args();
    env();
    container
        .putArray("ports")
        .addObject()
        .put("name", "http-envoy-prom")
        .put("containerPort", ProxyPorts.METRICS)
        .put("protocol", "TCP");
    resources(container, options.proxy().resources());
    security();
    if (options.isHealthAsked()) {
      health();
    }
    stay();
    SidecarVolumes.mounts(options).forEach(container.withArray("volumeMounts")::add);
    return container;
  }

  private void args() {
    var bootstrap =
        options.bootstrapOverride().isPresent()
            ? SidecarVolumes.OVERRIDE_FILE
            : SidecarFiles.BOOTSTRAP_FOLDER + "/" + SidecarFiles.BOOTSTRAP;
    var args = container.putArray("args");
    PodDocument.texts(
        args,
        List.of(
            "-c",
            bootstrap,
            "--service-node",
            "sidecar~$(POD_IP)~$(POD_NAME).$(POD_NAMESPACE)~$(POD_NAMESPACE).svc."
                + settings.clusterDomain(),
            "--drain-strategy",
            "immediate",
            "--drain-time-s",
            Integer.toString(options.proxy().drainSeconds()),
            "--log-level",
            options.proxy().logLevel(),
            "--disable-hot-restart"));
    if (options.proxy().concurrency() > 0) {
      args.add("--concurrency").add(Integer.toString(options.proxy().concurrency()));
    }
  }

  private void env() {
    var env = container.putArray("env");
    for (var field :
        List.of(
            List.of("POD_NAME", "metadata.name"),
            List.of("POD_NAMESPACE", "metadata.namespace"),
            List.of("POD_IP", "status.podIP"))) {
      env.addObject()
          .put("name", field.getFirst())
          .putObject("valueFrom")
          .putObject("fieldRef")
          .put("fieldPath", field.getLast());
    }
  }

  /** Leaves the container without any where none are asked for. */
  static void resources(ObjectNode container, ProxyResources resources) {
    var node = container.putObject("resources");
    put(node, "requests", resources.cpu().request(), resources.memory().request());
    put(node, "limits", resources.cpu().limit(), resources.memory().limit());
  }

  private static void put(
      ObjectNode resources, String which, Optional<Quantity> cpu, Optional<Quantity> memory) {
    if (cpu.isPresent() || memory.isPresent()) {
      var amounts = resources.putObject(which);
      cpu.ifPresent(quantity -> amounts.put("cpu", quantity.text()));
      memory.ifPresent(quantity -> amounts.put("memory", quantity.text()));
    }
  }

  private void security() {
    var security =
        container
            .putObject("securityContext")
            .put("allowPrivilegeEscalation", false)
            .put("privileged", false)
            .put("readOnlyRootFilesystem", true)
            .put("runAsUser", USER)
            .put("runAsGroup", USER)
            .put("runAsNonRoot", true);
    security.putObject("capabilities").putArray("drop").add("ALL");
    security.putObject("seccompProfile").put("type", "RuntimeDefault");
  }

  private void health() {
    if (options.nativeSidecar() && options.proxy().hold()) {
      check("startupProbe")
          .put("periodSeconds", 1)
          .put("timeoutSeconds", READY_TIMEOUT)
          .put("failureThreshold", START_FAILURES);
    }
    check("readinessProbe")
        .put("periodSeconds", READY_PERIOD)
        .put("timeoutSeconds", READY_TIMEOUT)
        .put("failureThreshold", READY_FAILURES);
  }

  private ObjectNode check(String kind) {
    var probe = container.putObject(kind);
    probe.putObject("httpGet").put("path", "/healthz/ready").put("port", ProxyPorts.HEALTH);
    return probe;
  }

  /**
   * Kubelet ends native sidecars after the application; any other at the same time, unless a hook
   * keeps it. There is no way to see the application's end from there, so that it stays for as long
   * as that may take.
   */
  private void stay() {
    int grace = pod.spec().path("terminationGracePeriodSeconds").asInt(DEFAULT_GRACE);
    var asked = options.proxy().terminationSeconds();
    if (asked.isEmpty() && !options.nativeSidecar()) {
      asked = OptionalInt.of(grace - 1);
    }
    int seconds = Math.min(asked.orElse(0), grace);
    if (seconds > 0) {
      container
          .putObject("lifecycle")
          .putObject("preStop")
          .putObject("sleep")
          .put("seconds", seconds);
    }
  }
}

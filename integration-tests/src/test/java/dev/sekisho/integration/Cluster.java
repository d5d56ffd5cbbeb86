package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** A cluster as a test sees it: acts of users by kubectl, and quick looks by the API. */
final class Cluster implements AutoCloseable {
  /** Where the control plane lives, and platform policies with it. */
  static final String HOME = "sekisho-system";

  /** The policy of the reference cases. */
  static final String EDGE =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts:
          allowFromNamespaceAnnotation: ingress-whitelist
      """;

  private static final String POLICY = "/api/v1/namespaces/" + HOME + "/configmaps/edge";
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final List<String> CLUSTER_WIDE =
      List.of(
          "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
          "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
          "/apis/networking.k8s.io/v1/ingressclasses");
  private static final List<String> NAMESPACED =
      List.of(
          "/apis/networking.k8s.io/v1/namespaces/%s/ingresses",
          "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices",
          "/api/v1/namespaces/%s/pods",
          "/api/v1/namespaces/%s/services",
          "/api/v1/namespaces/%s/secrets",
          "/api/v1/namespaces/%s/configmaps",
          "/apis/coordination.k8s.io/v1/namespaces/%s/leases");

  private final ApiServer server;
  private final Path logs;
  private final KubeApi api;
  private final Kubectl kubectl;
  private final ClusterEvidence evidence = new ClusterEvidence(this);

  Cluster(ApiServer server, Path logs) {
    this.server = server;
    this.logs = logs;
    this.api = new KubeApi(server);
    this.kubectl = new Kubectl(server.kubeconfig());
  }

  ApiServer server() {
    return server;
  }

  KubeApi api() {
    return api;
  }

  /** That of a Pod in {@link #HOME} with that ServiceAccount, good for an hour. */
  Path kubeconfigOf(String account) {
    var request = JsonNodeFactory.instance.objectNode();
    request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
    request.putObject("spec").put("expirationSeconds", 3600);
    var path = "/api/v1/namespaces/" + HOME + "/serviceaccounts/" + account + "/token";
    var token = api.post(path, request).orFail().json().at("/status/token").asText();
    Canaries.plant(Canary.Kind.TOKEN, account, token);
    try {
      var text = Files.readString(server.kubeconfig()).replace(server.token(), token);
      return Files.writeString(Tools.newData(account).resolve("kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where this test class leaves its logs. */
  Path logs() {
    return logs;
  }

  Command kubectl(String... arguments) {
    return evidence.remember(kubectl.run("", arguments));
  }

  /** kubectl apply, which must work. */
  void apply(String yaml) {
    applyAnyway(yaml).orFail("kubectl apply");
  }

  /** kubectl apply, whatever comes of it. */
  Command applyAnyway(String yaml, String... arguments) {
    var all = new String[arguments.length + 3];
    System.arraycopy(new String[] {"apply", "-f", "-"}, 0, all, 0, 3);
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return evidence.remember(kubectl.run(yaml, all));
  }

  /** What the API server would store of a new object, as JSON. */
  Command createDryRun(String namespace, String object) {
    return kubectl.run(
        object, "create", "-f", "-", "--dry-run=server", "-n", namespace, "-o", "json");
  }

  /** kubectl apply, which must be refused; the whole of what it prints to standard error. */
  String applyExpectingDenial(String yaml, String... arguments) {
    var run = applyAnyway(yaml, arguments);
    assertThat(run.exit())
        .as("exit code of kubectl, which printed: %s%s", run.out(), run.err())
        .isEqualTo(1);
    return run.err();
  }

  /** A namespace of a name that no other test has. */
  String freshNamespace(String prefix, String annotations) {
    var name = prefix + "-" + COUNTER.incrementAndGet();
    apply(Manifests.namespace(name, annotations));
    return name;
  }

  /** A namespace of a fresh name that may serve those hosts under the policy {@link #EDGE}. */
  String freshTeam(String prefix, String hosts) {
    return freshNamespace(prefix, "ingress-whitelist: \"" + hosts + "\"");
  }

  /** Makes the policy ConfigMap, or changes its text. */
  void putPolicy(String text) {
    var part = JsonNodeFactory.instance.objectNode();
    part.putObject("data").put("edge.yaml", text);
    if (api.merge(POLICY, part).status() == 404) {
      var metadata = part.put("apiVersion", "v1").put("kind", "ConfigMap").putObject("metadata");
      metadata.put("name", "edge").putObject("labels").put("sekisho.dev/policy", "true");
      api.post("/api/v1/namespaces/" + HOME + "/configmaps", part).orFail();
    }
  }

  /** The policy ConfigMap as it is now. */
  JsonNode policy() {
    return read(POLICY);
  }

  /** What the control plane reports of the policy ConfigMap; an empty object before it does. */
  JsonNode policyStatus() {
    var text = policy().path("metadata").path("annotations").path("sekisho.dev/policy-status");
    return new KubeApi.Answer(200, text.asText("{}")).json();
  }

  /** Waits for that status of the policy. */
  JsonNode awaitPolicyStatus(String status) {
    return Await.value(
        "policy status " + status,
        Duration.ofSeconds(5),
        () -> Optional.of(policyStatus()).filter(s -> s.path("status").asText().equals(status)));
  }

  /** kubectl create, which unlike apply takes objects without a name; whatever comes of it. */
  Command createAnyway(String yaml, String... arguments) {
    var all = new ArrayList<>(List.of("create", "-f", "-"));
    all.addAll(List.of(arguments));
    return evidence.remember(kubectl.run(yaml, all.toArray(String[]::new)));
  }

  /** As {@link #register(ControlPlaneProcess)}, with a registration that names Ingresses too. */
  void register(Registration registration) {
    apply(registration.manifest());
    Await.that("the webhook is asked", Duration.ofSeconds(20), () -> probe() == 403);
  }

  /**
   * Has the API server ask the webhook about Ingresses, and waits until it does: under the policies
   * in force, the namespace default may serve no host.
   */
  void register(ControlPlaneProcess controlPlane) {
    register(controlPlane, "");
  }

  /**
   * As {@link #register(ControlPlaneProcess)}, and about other kinds.
   *
   * @param moreRules entries of {@code rules}
   */
  void register(ControlPlaneProcess controlPlane, String moreRules) {
    apply(WebhookRegistration.manifest(controlPlane, moreRules));
    Await.that("the webhook is asked", Duration.ofSeconds(20), () -> probe() == 403);
  }

  /** Has the API server ask no more. */
  void unregister() {
    kubectl("delete", "validatingwebhookconfiguration", WebhookRegistration.NAME)
        .orFail("kubectl delete");
    Await.that("the webhook is asked no more", Duration.ofSeconds(20), () -> probe() == 201);
  }

  /** The object at that path of the API. */
  JsonNode read(String path) {
    return api.get(path).orFail().json();
  }

  /** Deletes what tests make. Namespaces stay: no controller is there that could end them. */
  void empty() {
    CLUSTER_WIDE.forEach(path -> api.delete(path).orFail());
    apply(Manifests.namespace(HOME, ""));
    for (JsonNode namespace : read("/api/v1/namespaces").path("items")) {
      var name = namespace.path("metadata").path("name").asText();
      NAMESPACED.forEach(path -> deleteAll(path.formatted(name)));
    }
  }

  /** Keeps what users were told and may read; done anyway when the test class ends. */
  void keepEvidence() {
    evidence.keep();
  }

  /** Remembers what Secrets hold now, which must show nowhere. */
  void rememberSecrets() {
    evidence.rememberSecrets();
  }

  @Override
  public void close() {
    keepEvidence();
    api.close();
  }

  private int probe() {
    var path = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
    var ingress = JsonNodeFactory.instance.objectNode();
    ingress.put("apiVersion", "networking.k8s.io/v1").put("kind", "Ingress");
    ingress.putObject("metadata").put("name", "probe");
    var rule = ingress.putObject("spec").putArray("rules").addObject();
    rule.put("host", "probe.invalid");
    return api.post(path + "?dryRun=All", ingress).status();
  }

  // Services have no deletion of a whole collection in every version; the default one stays.
  private void deleteAll(String collection) {
    StreamSupport.stream(read(collection).path("items").spliterator(), false)
        .map(item -> item.path("metadata").path("name").asText())
        .filter(name -> !name.equals("kubernetes"))
        .forEach(name -> api.delete(collection + "/" + name).orFail());
  }
}

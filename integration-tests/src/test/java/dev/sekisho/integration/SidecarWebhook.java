package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Somebody else's webhook. At {@code /mutate} it gives each Pod a container {@code sidecar} that
 * mounts the Secret {@code db}; at {@code /validate} it only looks.
 */
final class SidecarWebhook implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SIDECAR =
      """
      [{"op": "add", "path": "/spec/containers/-", "value": {"name": "sidecar",
        "image": "registry.example/sidecar",
        "volumeMounts": [{"name": "db", "mountPath": "/sidecar"}]}}]
      """;

  private final TlsPair pair = TlsPair.forHost("localhost");
  private final List<JsonNode> validated = new CopyOnWriteArrayList<>();
  private final HttpsServer server;

  SidecarWebhook() {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls(pair)));
      server.createContext("/mutate", this::mutate);
      server.createContext("/validate", this::validate);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called after Sekisho's. */
  Registration mutating() {
    return registration("Mutating", "mutate").with("reinvocationPolicy: Never");
  }

  Registration validating() {
    return registration("Validating", "validate");
  }

  /** The Pods that it was shown for validation. */
  List<JsonNode> validated() {
    return validated;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private Registration registration(String kind, String path) {
    return new Registration(
        kind + "WebhookConfiguration",
        "somebody-else",
        path + ".somebody-else.example",
        "https://localhost:" + server.getAddress().getPort() + "/" + path,
        pair.certificate(),
        List.of(" v1 pods CREATE"),
        List.of("failurePolicy: Fail"));
  }

  private void mutate(HttpExchange exchange) throws IOException {
    var request = JSON.readTree(exchange.getRequestBody()).path("request");
    boolean there =
        request
            .at("/object/spec/containers")
            .valueStream()
            .anyMatch(container -> container.path("name").asText().equals("sidecar"));
    answer(exchange, request, there ? "" : SIDECAR);
  }

  private void validate(HttpExchange exchange) throws IOException {
    var request = JSON.readTree(exchange.getRequestBody()).path("request");
    validated.add(request.path("object"));
    answer(exchange, request, "");
  }

  private static void answer(HttpExchange exchange, JsonNode request, String patch)
      throws IOException {
    var review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var response = review.putObject("response");
    response.put("uid", request.path("uid").asText()).put("allowed", true);
    if (!patch.isEmpty()) {
      response.put("patchType", "JSONPatch").put("patch", patch.getBytes(StandardCharsets.UTF_8));
    }
    var bytes = JSON.writeValueAsBytes(review);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static SSLContext tls(TlsPair pair) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(pair), new char[0], new Certificate[] {certificate(pair)});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("no TLS", e);
    }
  }

  private static Certificate certificate(TlsPair pair) throws GeneralSecurityException {
    var bytes = pair.certificate().getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static PrivateKey key(TlsPair pair) throws GeneralSecurityException {
    var base64 = pair.key().replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}

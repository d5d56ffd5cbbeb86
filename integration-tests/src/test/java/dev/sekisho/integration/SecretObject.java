package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A Secret of Sekisho's own namespace, written and read by the API. */
record SecretObject(Cluster cluster, String name) {
  private static final String ALL = "/api/v1/namespaces/" + Cluster.HOME + "/secrets";

  void create(String type, Map<String, String> data) {
    var secret = JsonNodeFactory.instance.objectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", type);
    secret.putObject("metadata").put("name", name);
    var texts = secret.putObject("stringData");
    data.forEach(texts::put);
    cluster.api().post(ALL, secret).orFail();
  }

  /** Changes these parts. */
  void change(Map<String, String> data) {
    var part = JsonNodeFactory.instance.objectNode();
    var texts = part.putObject("stringData");
    data.forEach(texts::put);
    cluster.api().merge(path(), part).orFail();
  }

  /** Takes this part away. */
  void remove(String key) {
    var part = JsonNodeFactory.instance.objectNode();
    part.putObject("data").putNull(key);
    cluster.api().merge(path(), part).orFail();
  }

  void delete() {
    cluster.api().delete(path());
  }

  Optional<JsonNode> read() {
    var answer = cluster.api().get(path());
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.orFail().json());
  }

  /** The text of that key; empty if it isn't there. */
  Optional<String> text(String key) {
    return read()
        .map(secret -> secret.path("data").path(key))
        .filter(JsonNode::isTextual)
        .map(
            value ->
                new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.US_ASCII));
  }

  String version() {
    return read().orElseThrow().at("/metadata/resourceVersion").asText();
  }

  private String path() {
    return ALL + "/" + name;
  }
}

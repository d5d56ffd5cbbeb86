package dev.sekisho.policies.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Makes Ingresses for tests, as JSON, read as any other. */
final class IngressDraft {

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ObjectNode meta = root.putObject("metadata");
  private final ObjectNode spec = root.putObject("spec");

  private IngressDraft() {}

  /**
   * @param name {@code namespace/name}
   */
  static IngressDraft ingress(String name) {
    var parts = List.of(name.split("/"));
    var draft = new IngressDraft();
    draft.meta.put("namespace", parts.getFirst()).put("name", parts.getLast()).put("uid", name);
    return draft;
  }

  /** Created so many seconds after the first possible moment. */
  IngressDraft createdAt(int second) {
    meta.put("creationTimestamp", EPOCH.plusSeconds(second).toString());
    return this;
  }

  IngressDraft label(String key, String value) {
    meta.withObjectProperty("labels").put(key, value);
    return this;
  }

  IngressDraft annotation(String key, String value) {
    meta.withObjectProperty("annotations").put(key, value);
    return this;
  }

  IngressDraft ingressClass(String name) {
    spec.put("ingressClassName", name);
    return this;
  }

  /** A rule, with a Prefix path each. */
  IngressDraft host(String host, String... paths) {
    paths(rule().put("host", host), paths);
    return this;
  }

  IngressDraft hostOf(JsonNode host) {
    rule().set("host", host);
    return this;
  }

  IngressDraft hostless(String... paths) {
    paths(rule(), paths);
    return this;
  }

  IngressDraft defaultBackend() {
    spec.putObject("defaultBackend").putObject("service").put("name", "web");
    return this;
  }

  IngressDraft tls(String... hosts) {
    var list = spec.withArrayProperty("tls").addObject().putArray("hosts");
    Arrays.stream(hosts).forEach(list::add);
    return this;
  }

  Ingress build() {
    return IngressReader.read(root);
  }

  private ObjectNode rule() {
    return spec.withArrayProperty("rules").addObject();
  }

  private static void paths(ObjectNode rule, String... paths) {
    for (String path : paths) {
      rule.withObjectProperty("http")
          .withArrayProperty("paths")
          .addObject()
          .put("path", path)
          .put("pathType", "Prefix");
    }
  }
}

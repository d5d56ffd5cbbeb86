package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Readers of objects take any JSON tree without an exception. */
class ReadersPropertyTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Keys that the readers know, so that random trees get deep. */
  private static final List<String> KEYS =
      List.of(
          "metadata",
          "spec",
          "servers",
          "selector",
          "protocol",
          "gateways",
          "listeners",
          "hostname",
          "hostnames",
          "parentRefs",
          "sectionName",
          "namespace",
          "name",
          "uid",
          "labels",
          "annotations",
          "host",
          "rules",
          "creationTimestamp",
          "deletionTimestamp",
          "ingressClassName",
          "defaultBackend",
          "backend",
          "service",
          "port",
          "number",
          "serviceName",
          "servicePort",
          "tls",
          "hosts",
          "secretName",
          "http",
          "paths",
          "path",
          "pathType",
          "kubernetes.io/ingress.class");

  @Provide
  Arbitrary<JsonNode> trees() {
    return tree(5);
  }

  private static Arbitrary<JsonNode> tree(int depth) {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.of("", "a.com", "*", "/", "Exact", "2026-01-02T03:04:05Z", "\u0000", "ü")
                .map(JSON::textNode),
            Arbitraries.strings().ofMaxLength(5).map(JSON::textNode),
            Arbitraries.bigIntegers().map(JSON::numberNode),
            Arbitraries.doubles().map(JSON::numberNode),
            Arbitraries.of(true, false).map(JSON::booleanNode),
            Arbitraries.just(JSON.nullNode()),
            Arbitraries.just(JSON.missingNode()),
            Arbitraries.just(JSON.pojoNode(new Object())),
            Arbitraries.just(JSON.binaryNode(new byte[] {1})));
    if (depth == 0) {
      return leaf;
    }
    var inner = tree(depth - 1);
    Arbitrary<JsonNode> array =
        inner.list().ofMaxSize(3).map(elements -> JSON.arrayNode().addAll(elements));
    Arbitrary<JsonNode> object =
        Combinators.combine(Arbitraries.of(KEYS), inner)
            .as(Map::entry)
            .list()
            .ofMaxSize(6)
            .map(
                entries -> {
                  var node = JSON.objectNode();
                  entries.forEach(entry -> node.set(entry.getKey(), entry.getValue()));
                  return node;
                });
    return Arbitraries.frequencyOf(Tuple.of(1, leaf), Tuple.of(1, array), Tuple.of(4, object));
  }

  private static void readAll(JsonNode tree) {
    for (HostKind kind : HostKind.values()) {
      var object = kind.read(tree);
      assertThat(object.kind()).isEqualTo(kind.kind());
      assertThat(object.unreadable())
          .allSatisfy(problem -> assertThat(problem.path()).matches("(?s)(metadata|spec).*"))
          .allSatisfy(problem -> assertThat(problem.problem()).startsWith("expected "));
    }
    var ingress = IngressReader.read(tree);
    assertThat(MetaReader.read(tree)).isEqualTo(ingress.meta());
    assertThat(MetaReader.namespace(tree).name()).isEqualTo(ingress.meta().name());
    assertThat(IngressClass.read(tree).meta()).isEqualTo(ingress.meta());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anyTree(@ForAll("trees") JsonNode tree) {
    readAll(tree);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anythingAnywhereInAnIngress(@ForAll("trees") JsonNode value, @ForAll("spots") double spot) {
    var ingress = Trees.object(Trees.INGRESS_V1);
    var places = Trees.places(ingress);
    places.get((int) (spot * places.size())).replace().accept(value);
    readAll(ingress);
  }

  @Provide
  Arbitrary<Double> spots() {
    return Arbitraries.doubles().between(0, true, 1, false);
  }
}

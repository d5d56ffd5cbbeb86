package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.policies.objects.Ingress.Backend;
import dev.sekisho.policies.objects.Ingress.Path;
import dev.sekisho.policies.objects.Ingress.PathType;
import dev.sekisho.policies.objects.Ingress.Rule;
import dev.sekisho.policies.objects.Ingress.ServicePort;
import dev.sekisho.policies.objects.Ingress.Tls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressReaderTest {

  private static Ingress read(String json) {
    return IngressReader.read(Trees.object(json));
  }

  private static Ingress spec(String json) {
    return read("{metadata: {name: 'n'}, spec: " + json + "}");
  }

  private static Backend backend(String service, String port) {
    return new Backend(service, new ServicePort(port));
  }

  @Test
  void readsV1() {
    var ingress = read(Trees.INGRESS_V1);
    assertThat(ingress)
        .isEqualTo(
            new Ingress(
                new ObjectMeta(
                    "qa",
                    "front",
                    "u-1",
                    Instant.parse("2026-01-02T03:04:05Z"),
                    Map.of("app", "shop"),
                    Map.of("note", "x"),
                    true),
                Optional.of("sekisho"),
                List.of(
                    new Rule(
                        Optional.of("a.com"),
                        "spec.rules[0]",
                        List.of(new Path(PathType.EXACT, "/p", backend("web", "http"))))),
                Optional.of(backend("fallback", "80")),
                List.of(new Tls(List.of("a.com"), Optional.of("cert"), "spec.tls[0]")),
                List.of()));
    assertThat(ingress.key()).isEqualTo(new ObjectKey("Ingress", "qa", "front"));
  }

  @Test
  void readsV1beta1() {
    var ingress =
        spec(
            """
            {
              backend: {serviceName: 'fallback', servicePort: 80},
              rules: [{host: 'a.com', http: {paths: [
                {path: '/p', backend: {serviceName: 'web', servicePort: 'http'}},
                {backend: {serviceName: 'web', servicePort: 8080}}
              ]}}]
            }
            """);
    assertThat(ingress.defaultBackend()).contains(backend("fallback", "80"));
    assertThat(ingress.rules().getFirst().paths())
        .containsExactly(
            new Path(PathType.PREFIX, "/p", backend("web", "http")),
            new Path(PathType.PREFIX, "/", backend("web", "8080")));
    assertThat(ingress.unreadable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{metadata: {}, spec: {}}",
        "{metadata: null, spec: null}",
        "{spec: {rules: null, tls: null, defaultBackend: null, ingressClassName: null}}",
        "{spec: {rules: [], tls: []}, status: {loadBalancer: 5}}",
      })
  void anEmptyOneAsksForNothing(String json) {
    var ingress = read(json);
    assertThat(ingress.rules()).isEmpty();
    assertThat(ingress.tls()).isEmpty();
    assertThat(ingress.defaultBackend()).isEmpty();
    assertThat(ingress.className()).isEmpty();
    assertThat(ingress.unreadable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "ingressClassName: 'a', , a",
        "ingressClassName: 'a', 'kubernetes.io/ingress.class': 'b', a",
        "ingressClassName: null, 'kubernetes.io/ingress.class': 'b', b",
        "ingressClassName: '', 'kubernetes.io/ingress.class': 'b', b",
        "rules: [], 'kubernetes.io/ingress.class': 'b', b",
        "rules: [], other: 'b', ||",
        "ingressClassName: '', , ||",
      })
  void theClassIsThatOfTheSpecElseOfTheAnnotation(String spec, String annotation, String name) {
    String annotations = annotation == null ? "" : annotation;
    var ingress = read("{metadata: {annotations: {" + annotations + "}}, spec: {" + spec + "}}");
    assertThat(ingress.className()).isEqualTo(Optional.of(name).filter(n -> !n.isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{host: ''}", "{host: null}", "{http: {paths: []}}"})
  void aRuleMayHaveNoHost(String rule) {
    assertThat(spec("{rules: [" + rule + "]}").rules())
        .containsExactly(new Rule(Optional.empty(), "spec.rules[0]", List.of()));
  }

  @ParameterizedTest
  @CsvSource({"Exact, EXACT", "Prefix, PREFIX", "ImplementationSpecific, PREFIX", "'', PREFIX"})
  void pathTypes(String text, PathType type) {
    var ingress = spec("{rules: [{http: {paths: [{path: '/x', pathType: '" + text + "'}]}}]}");
    assertThat(ingress.rules().getFirst().paths()).extracting(Path::type).containsExactly(type);
    assertThat(ingress.unreadable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{resource: {kind: 'Bucket', name: 'b'}}", "{}"})
  void aBackendThatIsNoServiceResolvesToNone(String backend) {
    var ingress =
        spec(
            "{defaultBackend: "
                + backend
                + ", rules: [{http: {paths: [{backend: "
                + backend
                + "}]}}]}");
    assertThat(ingress.defaultBackend()).contains(backend("", ""));
    assertThat(ingress.rules().getFirst().paths())
        .containsExactly(new Path(PathType.PREFIX, "/", backend("", "")));
    assertThat(ingress.unreadable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiter = ';',
      value = {
        "{rules: [{http: {paths: [{path: 'p'}]}}]}; spec.rules[0].http.paths[0].path",
        "{rules: [{http: {paths: [{pathType: 'Regex'}]}}]}; spec.rules[0].http.paths[0].pathType",
        "{rules: [{}, {host: 5}]}; spec.rules[1].host",
        "{rules: [{host: ['a.com']}]}; spec.rules[0].host",
        "{rules: [null]}; spec.rules[0]",
        "{tls: [{hosts: ['a', null]}]}; spec.tls[0].hosts[1]",
        "{tls: [{hosts: 'a'}]}; spec.tls[0].hosts",
        "{backend: 5}; spec.backend",
        "{backend: {serviceName: 5}}; spec.backend.serviceName",
        "{backend: {serviceName: 'x', servicePort: 1.5}}; spec.backend.servicePort",
        "{backend: {serviceName: 'x', servicePort: {}}}; spec.backend.servicePort",
        "{defaultBackend: {service: {name: 'x', port: 80}}}; spec.defaultBackend.service.port",
      })
  void namesWhatItCantRead(String spec, String path) {
    assertThat(spec(spec).unreadable()).extracting(FieldProblem::path).containsExactly(path);
  }

  @Test
  void aRuleWhoseHostCantBeReadIsNoRuleWithoutHost() {
    assertThat(spec("{rules: [{host: 5}, {host: 'a.com'}]}").rules())
        .containsExactly(new Rule(Optional.of("a.com"), "spec.rules[1]", List.of()));
  }

  @Test
  void listsAllProblemsAtOnceWithoutTheValues() {
    var ingress = spec("{rules: [{host: 4711}, {host: true}, 'secret'], tls: 'secret'}");
    assertThat(ingress.unreadable())
        .extracting(FieldProblem::path)
        .containsExactly("spec.rules[0].host", "spec.rules[1].host", "spec.rules[2]", "spec.tls");
    assertThat(ingress.unreadable().toString()).doesNotContain("4711", "true", "secret");
  }

  static Stream<String> readFields() {
    return Trees.places(Trees.object(Trees.INGRESS_V1)).stream()
        .map(Trees.Place::path)
        .filter(path -> path.startsWith("metadata") || path.startsWith("spec"));
  }

  @ParameterizedTest
  @MethodSource("readFields")
  void anyFieldOfAnyOtherTypeIsAProblemAtItsPath(String path) {
    var wrong =
        Stream.of("5", "true", "'text'", "[]", "{}", "[5]", "{x: 5}", "1.5").map(Trees::any);
    wrong
        .filter(value -> !fits(path, value))
        .forEach(
            value -> {
              var tree = Trees.object(Trees.INGRESS_V1);
              put(tree, path, value);
              assertThat(IngressReader.read(tree).unreadable())
                  .as("%s: %s", path, value)
                  .extracting(FieldProblem::path)
                  .containsExactly(path);
            });
  }

  /** Whether a value has the type that the field has, so that its inside is what's wrong. */
  private static boolean fits(String path, JsonNode value) {
    var was = place(Trees.object(Trees.INGRESS_V1), path).was();
    boolean timestamp = path.equals("metadata.creationTimestamp");
    return !timestamp && was.getNodeType() == value.getNodeType() && !value.isDouble();
  }

  @ParameterizedTest
  @MethodSource("readFields")
  void nullIsAbsent(String path) {
    var tree = Trees.object(Trees.INGRESS_V1);
    put(tree, path, JsonNodeFactory.instance.nullNode());
    var problems = IngressReader.read(tree).unreadable();
    if (path.endsWith("]")) {
      assertThat(problems).extracting(FieldProblem::path).containsExactly(path);
    } else {
      assertThat(problems).isEmpty();
    }
  }

  private static Trees.Place place(JsonNode tree, String path) {
    return Trees.places(tree).stream().filter(p -> p.path().equals(path)).findAny().orElseThrow();
  }

  private static void put(JsonNode tree, String path, JsonNode value) {
    place(tree, path).replace().accept(value);
  }
}

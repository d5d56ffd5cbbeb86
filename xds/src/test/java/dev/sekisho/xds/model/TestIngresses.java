package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.Ingress.Backend;
import dev.sekisho.policies.objects.Ingress.Path;
import dev.sekisho.policies.objects.Ingress.PathType;
import dev.sekisho.policies.objects.Ingress.Rule;
import dev.sekisho.policies.objects.Ingress.Tls;
import dev.sekisho.policies.objects.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Gateways as they might be, out of few names, so that they meet often. */
public final class TestIngresses {
  private static final String NAMESPACE = "shop";

  private TestIngresses() {}

  /** Several Ingresses of one owner over a handful of hosts, paths, Services and Secrets. */
  public static Arbitrary<GatewayInput> inputs() {
    return Combinators.combine(
            ingress().list().ofMaxSize(6), services(), slices(), secretNames().set().ofMaxSize(2))
        .as(
            (ingresses, services, slices, secrets) ->
                new GatewayInput(
                    IntStream.range(0, ingresses.size())
                        .mapToObj(i -> named(ingresses.get(i), "ingress-" + i))
                        .toList(),
                    services,
                    slices,
                    secrets.stream()
                        .collect(
                            Collectors.toMap(
                                name -> new SecretKey(NAMESPACE, name),
                                name -> new TlsCertificate("chain of " + name, "key of " + name))),
                    "revision"));
  }

  /** Paths of one rule of an Ingress. */
  public static Arbitrary<Path> path() {
    var text =
        Arbitraries.of("a", "b", "ab")
            .list()
            .ofMaxSize(3)
            .map(elements -> "/" + String.join("/", elements));
    var slash = Arbitraries.of("", "/");
    return Combinators.combine(Arbitraries.of(PathType.class), text, slash, backend())
        .as(
            (type, path, end, backend) ->
                new Path(type, path.equals("/") ? path : path + end, backend));
  }

  private static Ingress named(Ingress ingress, String name) {
    var meta =
        new ObjectMeta(
            NAMESPACE,
            name,
            ingress.meta().uid() + name,
            ingress.meta().creationTimestamp(),
            Map.of(),
            Map.of(),
            false);
    return new Ingress(
        meta,
        ingress.className(),
        ingress.rules(),
        ingress.defaultBackend(),
        ingress.tls(),
        List.of());
  }

  private static Arbitrary<Ingress> ingress() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3).map(Instant::ofEpochSecond),
            rule().list().ofMaxSize(3),
            backend().optional(0.3),
            tls().list().ofMaxSize(3))
        .as(
            (created, rules, defaultBackend, tls) ->
                new Ingress(
                    new ObjectMeta(NAMESPACE, "", "", created, Map.of(), Map.of(), false),
                    Optional.of("sekisho"),
                    rules,
                    defaultBackend,
                    tls,
                    List.of()));
  }

  private static Arbitrary<Rule> rule() {
    return Combinators.combine(host().optional(0.8), path().list().ofMaxSize(3))
        .as((host, paths) -> new Rule(host, "spec.rules[0]", paths));
  }

  private static Arbitrary<Tls> tls() {
    return Combinators.combine(host().list().ofMaxSize(3), secretNames().optional(0.9))
        .as((hosts, secret) -> new Tls(hosts, secret, "spec.tls[0]"));
  }

  private static Arbitrary<String> host() {
    return Arbitraries.of("a.test", "b.test", "*.test", "x.a.test", "A.TEST.", "*.a.test", "bad_");
  }

  private static Arbitrary<String> secretNames() {
    return Arbitraries.of("one", "two", "three");
  }

  private static Arbitrary<Backend> backend() {
    return Combinators.combine(
            Arbitraries.of("web", "api", "gone"), Arbitraries.of("80", "http", "81"))
        .as((service, port) -> new Backend(service, new Ingress.ServicePort(port)));
  }

  private static Arbitrary<Map<ServiceKey, Service>> services() {
    return Arbitraries.of("web", "api")
        .set()
        .map(
            names ->
                names.stream()
                    .map(name -> new ServiceKey(NAMESPACE, name))
                    .collect(
                        Collectors.toMap(
                            key -> key,
                            key ->
                                new Service(
                                    key, List.of(new ServicePort("http", 80, Optional.empty()))))));
  }

  private static Arbitrary<Map<ServiceKey, List<EndpointSlice>>> slices() {
    var key = new ServiceKey(NAMESPACE, "web");
    var endpoint =
        Combinators.combine(
                Arbitraries.of("10.0.0.1", "10.0.0.2", "fd00::1", "FD00:0::1", "name"),
                Arbitraries.of(true, false),
                Arbitraries.of("a", "b").optional(0.7))
            .as(
                (address, ready, zone) ->
                    new EndpointSlice.Endpoint(List.of(address), ready, zone));
    var ports = List.of(new EndpointSlice.Port("http", 8080), new EndpointSlice.Port("x", 1));
    return endpoint
        .list()
        .ofMaxSize(6)
        .map(endpoints -> new EndpointSlice(key, ports, endpoints))
        .list()
        .ofMaxSize(3)
        .map(slices -> Map.of(key, slices));
  }
}

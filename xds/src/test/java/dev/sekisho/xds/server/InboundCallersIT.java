package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.policies.mesh.CallerRule.Operations;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.PolicyId;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Envoy lets in whom the rules allow, and nobody else. */
@Timeout(120)
class InboundCallersIT {
  private static final List<String> CALLERS =
      List.of("shop/cart", "shop/job-1", "shop/job-12", "ops/admin", "bank/a.b", "bank/axb");
  private static final List<String> METHODS = List.of("GET", "POST");

  /** As they are sent, and as they are judged. */
  private static final Map<String, String> PATHS = new LinkedHashMap<>();

  static {
    PATHS.put("/public/x?admin=/secret", "/public/x");
    PATHS.put("/public/../secret", "/secret");
    PATHS.put("/public/%2e%2e/secret", "/secret");
    PATHS.put("/secret", "/secret");
    PATHS.put("/secret/page.html", "/secret/page.html");
    PATHS.put("/secret?x=.html", "/secret");
    PATHS.put("/%73ecret", "/secret");
  }

  private static InboundProxy proxy;
  private static InboundApp app;

  @BeforeAll
  static void start() throws IOException {
    proxy = new InboundProxy("callers");
    app = new InboundApp();
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    app.close();
  }

  @Test
  void everybodyWithoutRules() throws IOException {
    judges("everybody", List.of());
  }

  @Test
  void nobodyByAnEmptyList() throws IOException {
    judges("nobody", List.of(List.of()));

    for (var caller : callers().values()) {
      assertThat(caller.send(app.greetingPort(), "x")).isEmpty();
    }
  }

  @Test
  void byIdentity() throws IOException {
    judges(
        "identity",
        List.of(
            List.of(
                rule(0, Optional.empty(), "cluster.local/ns/shop/sa/cart", "*/sa/admin"),
                rule(1, Optional.empty(), "cluster.local/ns/shop/sa/job-?"),
                rule(2, Optional.empty(), "cluster.local/ns/*/sa/a.b"))));
  }

  @Test
  void anybodyWithACertificate() throws IOException {
    judges("certificate", List.of(List.of(rule(0, Optional.empty(), "*"))));
  }

  @Test
  void byWhatTheyAskFor() throws IOException {
    judges(
        "operations",
        List.of(
            List.of(
                rule(0, operations(List.of("GET"), List.of("/public/*")), "*"),
                rule(1, operations(List.of(), List.of("*.html")), "cluster.local/ns/shop/*"),
                rule(2, operations(List.of("P*"), List.of()), "cluster.local/ns/ops/sa/admin"))));
  }

  @Test
  void aPathThatCanBeReadInTwoWaysIsNotLetThrough() throws IOException {
    var allow = List.of(List.of(rule(0, operations(List.of(), List.of("/public/*")), "*")));
    use("slashes", allow, PortProtocol.HTTP_1);
    var caller = Objects.requireNonNull(callers().get("shop/cart"));
    var found = new LinkedHashMap<String, String>();
    for (var path :
        List.of("/public/..%2Fsecret", "/public/%5c..%5csecret", "//secret", "/public//x")) {
      found.put(path, caller.request(app.httpPort(), "GET", path).substring(9, 12));
    }
    assertThat(found)
        .containsExactly(
            Map.entry("/public/..%2Fsecret", "400"),
            Map.entry("/public/%5c..%5csecret", "400"),
            Map.entry("//secret", "403"),
            Map.entry("/public//x", "200"));
  }

  @Test
  void byPort() throws IOException {
    judges(
        "ports",
        List.of(
            List.of(
                rule(0, ports(app.httpPort()), "cluster.local/ns/shop/*"),
                rule(1, ports(app.greetingPort()), "cluster.local/ns/ops/*"))));
  }

  @Test
  void byEveryList() throws IOException {
    judges(
        "lists",
        List.of(
            List.of(rule(0, Optional.empty(), "cluster.local/ns/shop/*")),
            List.of(rule(1, operations(List.of("GET"), List.of()), "*"))));
  }

  @Test
  void byAPatternThatIsTooLongForAnybody() throws IOException {
    for (int length : List.of(250, 9000)) {
      var endless = "*/" + "?".repeat(length) + "*";
      judges(
          "long " + length,
          List.of(
              List.of(
                  rule(0, operations(List.of(), List.of("*", endless)), endless),
                  rule(1, operations(List.of(endless), List.of()), "*"),
                  rule(2, Optional.empty(), "cluster.local/ns/shop/sa/cart"))));
    }
  }

  /** For every caller and request, and for every caller and connection. */
  private static void judges(String name, List<List<CallerRule>> allow) throws IOException {
    for (var protocol : List.of(PortProtocol.HTTP_1, PortProtocol.DETECTED)) {
      use(name + " " + protocol, allow, protocol);
      var found = new TreeMap<String, Boolean>();
      var expected = new TreeMap<String, Boolean>();
      for (var caller : callers().entrySet()) {
        for (var method : METHODS) {
          PATHS.forEach(
              (sent, judged) -> {
                var call = "%s %s %s".formatted(caller.getKey(), method, sent);
                var reply = caller.getValue().request(app.httpPort(), method, sent);
                found.put(call, reply.startsWith("HTTP/1.1 200"));
                expected.put(
                    call,
                    allows(
                        allow,
                        caller.getKey(),
                        Optional.of(method + " " + judged),
                        app.httpPort()));
              });
        }
        var reply = caller.getValue().send(app.greetingPort(), "x");
        found.put(caller.getKey(), reply.endsWith("x"));
        if (caller.getKey().isEmpty()) {
          found.put("greeted", !reply.isEmpty());
          expected.put("greeted", allow.isEmpty());
        }
        expected.put(
            caller.getKey(), allows(allow, caller.getKey(), Optional.empty(), app.greetingPort()));
      }
      assertThat(found).as(name + " " + protocol).isEqualTo(expected);
    }
  }

  private static Map<String, MeshCaller> callers() {
    var callers = new LinkedHashMap<String, MeshCaller>();
    int port = proxy.ports.inbound();
    callers.put("", MeshCaller.plaintext(port));
    for (var caller : CALLERS) {
      var names = caller.split("/", -1);
      callers.put(
          caller,
          MeshCaller.mesh(port, proxy.server.keys, names[0], names[1])
              .offering("istio-http/1.1", "istio"));
    }
    return callers;
  }

  /** What the rules say, by their words alone. */
  private static boolean allows(
      List<List<CallerRule>> allow, String caller, Optional<String> request, int port) {
    return allow.stream()
        .allMatch(rules -> rules.stream().anyMatch(rule -> allows(rule, caller, request, port)));
  }

  private static boolean allows(
      CallerRule rule, String caller, Optional<String> request, int port) {
    if (caller.isEmpty()) {
      return false;
    }
    var identity = "cluster.local/ns/" + caller.replace("/", "/sa/");
    return rule.principals().stream().anyMatch(glob -> glob.matches(identity))
        && rule.to().map(to -> allows(to, request, port)).orElse(true);
  }

  private static boolean allows(Operations to, Optional<String> request, int port) {
    var parts = request.map(text -> text.split(" ", -1));
    return (to.ports().isEmpty() || to.ports().contains(port))
        && matches(to.methods(), parts.map(part -> part[0]))
        && matches(to.paths(), parts.map(part -> part[1]));
  }

  private static boolean matches(List<Glob> globs, Optional<String> text) {
    return globs.isEmpty()
        || text.filter(t -> globs.stream().anyMatch(glob -> glob.matches(t))).isPresent();
  }

  private static void use(String name, List<List<CallerRule>> allow, PortProtocol http)
      throws IOException {
    var service = new ServiceKey("shop", "app");
    var ports =
        List.of(
            new InboundPort(app.httpPort(), http, new ClusterRef(service, 80)),
            new InboundPort(app.greetingPort(), PortProtocol.TCP, new ClusterRef(service, 25)));
    var mesh = new WorkloadMesh(MtlsMode.PERMISSIVE, new TreeMap<>(), allow);
    var config = new InboundConfig(proxy.ports, new TrustDomain("cluster.local"), ports, mesh);
    proxy.use(name, InboundTranslator.translate(config));
  }

  private static CallerRule rule(int index, Optional<Operations> to, String... principals) {
    return new CallerRule(
        new PolicyId("shop", "mesh", "callers"),
        index,
        Stream.of(principals).map(Glob::new).toList(),
        to);
  }

  private static Optional<Operations> operations(List<String> methods, List<String> paths) {
    return Optional.of(
        new Operations(
            new TreeSet<>(),
            methods.stream().map(Glob::new).toList(),
            paths.stream().map(Glob::new).toList()));
  }

  private static Optional<Operations> ports(Integer... ports) {
    return Optional.of(new Operations(new TreeSet<>(Arrays.asList(ports)), List.of(), List.of()));
  }
}

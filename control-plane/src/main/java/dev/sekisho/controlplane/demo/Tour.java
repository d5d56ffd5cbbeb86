package dev.sekisho.controlplane.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.demo.DemoClient.Answer;
import dev.sekisho.controlplane.demo.DemoClient.Verdict;
import dev.sekisho.controlplane.demo.Screen.Tone;
import dev.sekisho.controlplane.serve.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The four stops of the tour. */
final class Tour {

  /** Each takes milliseconds; this only bounds what went wrong. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

  private static final String QA_POLICY =
      """
      ---
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata:
        name: qa-apex
      spec:
        match:
          namespaces: [qa]
        hosts:
          allow: ["acmecorp.com"]
      """;

  private final Screen screen;
  private final DemoFolder folder;
  private final ControlPlane controlPlane;
  private final DemoClient client;

  Tour(Screen screen, DemoFolder folder, ControlPlane controlPlane, DemoClient client) {
    this.screen = screen;
    this.folder = folder;
    this.controlPlane = controlPlane;
    this.client = client;
  }

  void askAtTheGate() {
    screen.heading(
        "1  Asking at the gate",
        "POST /validate, as the API server does, policy revision " + controlPlane.revision());
    screen.row("Ingress", "host", "verdict", Tone.PLAIN, "");
    for (JsonNode ingress : folder.objects("Ingress")) {
      var verdict = ask(ingress);
      screen.row(
          name(ingress),
          host(ingress),
          verdict.allowed() ? "allowed" : "denied",
          verdict.allowed() ? Tone.GOOD : Tone.BAD,
          verdict.message());
      if (!verdict.allowed() && !verdict.message().contains("conflicts")) {
        screen.row("", "", "", Tone.PLAIN, "allowed here: " + allowedIn(ingress));
      }
      screen.expect(
          verdict.message().equals(expectedMessage(ingress)),
          expectedMessage(ingress).isEmpty() ? "allowed" : expectedMessage(ingress));
    }
  }

  private String allowedIn(JsonNode ingress) {
    var namespace = ingress.path("metadata").path("namespace").asText();
    return folder.objects("Namespace").stream()
        .map(object -> object.path("metadata"))
        .filter(metadata -> metadata.path("name").asText().equals(namespace))
        .map(metadata -> metadata.path("annotations").path("ingress-whitelist").asText())
        .findFirst()
        .orElse("nothing");
  }

  private static String expectedMessage(JsonNode ingress) {
    return switch (name(ingress)) {
      case "qa/ingress-bad" -> "invalid ingress host \"acmecorp.com\"";
      case "staging/ingress-ok" ->
          "invalid ingress host \"signin.acmecorp.com\" (conflicts with production/ingress-ok)";
      default -> "";
    };
  }

  /**
   * @param httpPort of the gateway
   */
  void travel(int httpPort, int httpsPort) {
    screen.heading(
        "2  Travelling",
        "the same objects lie there, put around the webhook: Envoy serves what is granted");
    screen.row("host", "answer", "", Tone.PLAIN, "");
    until(() -> client.travel("signin.acmecorp.com", httpPort, false).status() == 200);
    until(() -> client.travel("shop.acmecorp.com", httpsPort, true).status() == 200);
    visit("signin.acmecorp.com", httpPort, false, 200, "granted to production/ingress-ok");
    visit("acmecorp.com", httpPort, false, 404, "qa/ingress-bad isn't allowed: not served");
    visit("unknown.acmecorp.com", httpPort, false, 404, "nobody claims it");
    visit("shop.acmecorp.com", httpsPort, true, 200, "certificate from Secret production/shop-tls");
    visit("signin.acmecorp.com", httpsPort, true, 0, "no TLS entry: no certificate");
  }

  private void visit(String host, int port, boolean tls, int expected, String why) {
    var answer = client.travel(host, port, tls);
    boolean asExpected =
        answer.status() == expected && (expected != 200 || answer.body().equals("production/web"));
    screen.row(
        (tls ? "https://" : "http://") + host,
        show(answer),
        answer.status() == 200 ? "served" : "not served",
        answer.status() == 200 ? Tone.GOOD : Tone.BAD,
        why);
    screen.expect(asExpected, expected == 0 ? "no connection" : "status " + expected);
  }

  private static String show(Answer answer) {
    return switch (answer.status()) {
      case 0 -> "no connection";
      case 200 -> "200 " + answer.body();
      case 404 -> "404 no route";
      default -> Integer.toString(answer.status());
    };
  }

  /**
   * @param httpPort of the gateway; empty if there is no Envoy to travel through
   */
  void edit(Optional<Integer> httpPort) {
    screen.heading(
        "3  Editing the book", folder.policy() + ": + \"acmecorp.com\" for namespace qa");
    var ingress = ingress("qa/ingress-bad");
    String before = controlPlane.revision();
    long start = System.nanoTime();
    folder.write(folder.policy(), folder.text(folder.policy()) + QA_POLICY);
    boolean allowed = until(() -> ask(ingress).allowed());
    long verdict = System.nanoTime();
    screen.expect(allowed, "qa/ingress-bad is allowed after the edit");
    var timing = "verdict after " + millis(start, verdict);
    if (httpPort.isPresent()) {
      boolean served =
          until(() -> client.travel("acmecorp.com", httpPort.get(), false).status() == 200);
      timing += ", route after " + millis(start, System.nanoTime());
      screen.expect(served, "acmecorp.com is served after the edit");
    }
    screen.line("   revision " + before + " → " + controlPlane.revision() + "   " + timing);
    screen.row("qa/ingress-bad", host(ingress), "allowed", Tone.GOOD, "");
    httpPort.ifPresent(
        port -> {
          var answer = client.travel("acmecorp.com", port, false);
          screen.row("http://acmecorp.com", show(answer), "served", Tone.GOOD, "");
          screen.expect(answer.body().equals("qa/web"), "qa/web answers");
        });
  }

  void mistake() {
    screen.heading("4  A mistake", "unlsted: deny");
    var good = folder.text(folder.policy());
    String revision = controlPlane.revision();
    folder.write(folder.policy(), good.replace("unlisted: deny", "unlsted: deny"));
    boolean refused = until(() -> !controlPlane.policyProblems().isEmpty());
    controlPlane.policyProblems().forEach(problem -> screen.line("   refused: " + problem));
    screen.line("   the last good version stays in force, revision " + controlPlane.revision());
    screen.expect(refused, "the edit is refused");
    screen.expect(
        controlPlane.revision().equals(revision) && ask(ingress("qa/ingress-bad")).allowed(),
        "the last good version stays in force");
    folder.write(folder.policy(), good);
    screen.expect(until(() -> controlPlane.policyProblems().isEmpty()), "the file is right again");
  }

  private Verdict ask(JsonNode ingress) {
    return client.ask(controlPlane.addresses().webhook(), ingress);
  }

  private JsonNode ingress(String name) {
    return folder.objects("Ingress").stream()
        .filter(ingress -> name(ingress).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the examples have no Ingress " + name));
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("namespace").asText()
        + "/"
        + object.path("metadata").path("name").asText();
  }

  private static String host(JsonNode ingress) {
    return ingress.path("spec").path("rules").path(0).path("host").asText();
  }

  private static boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL);
    }
    return true;
  }

  private static String millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from) + " ms";
  }

  /** What to try next: lines that work when pasted. */
  List<String> suggestions(Optional<Integer> httpPort, Optional<Integer> httpsPort) {
    var root = folder.data().resolve("ca").resolve("root-cert.pem");
    var review = folder.scratch("review.json");
    folder.write(review, DemoClient.review(ingress("staging/ingress-ok")).toPrettyString());
    var lines = new ArrayList<String>();
    httpPort.ifPresent(
        port -> lines.add("curl -H 'Host: signin.acmecorp.com' http://127.0.0.1:" + port + "/"));
    httpsPort.ifPresent(
        port ->
            lines.add(
                "curl --cacert "
                    + root
                    + " --resolve shop.acmecorp.com:"
                    + port
                    + ":127.0.0.1 https://shop.acmecorp.com:"
                    + port
                    + "/"));
    lines.add(
        "curl --cacert "
            + root
            + " -H 'Content-Type: application/json' -d @"
            + review
            + " https://localhost:"
            + controlPlane.addresses().webhook()
            + "/validate");
    lines.add("curl http://127.0.0.1:" + controlPlane.addresses().admin() + "/readyz");
    lines.add("$EDITOR " + folder.policy());
    return lines;
  }
}

package dev.sekisho.policies.cel;

import static dev.sekisho.policies.cel.Requests.QA;
import static dev.sekisho.policies.cel.Requests.creation;
import static dev.sekisho.policies.cel.Requests.edit;
import static dev.sekisho.policies.cel.Requests.request;
import static dev.sekisho.policies.cel.Requests.rule;
import static dev.sekisho.policies.cel.Requests.templates;
import static dev.sekisho.policies.cel.Requests.things;
import static dev.sekisho.policies.model.PolicyDraft.id;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static dev.sekisho.policies.model.PolicyDraft.policyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.cel.expression.Cel;
import dev.sekisho.policies.cel.expression.CelCompiler;
import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Compiled;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.NamedExpression;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CelReviewerTest {

  private static List<String> messages(ObjectRequest request, CelRule... rules) {
    return review(request, rules).stream().map(Violation::message).toList();
  }

  private static List<Violation> review(ObjectRequest request, CelRule... rules) {
    return CelReviewer.review(request, QA, PolicySet.of(List.of(policy("p").rules(rules).build())));
  }

  @Test
  void namesThePolicyAndTheRule() {
    var warning = policy("p").enforcement(Enforcement.WARN).rules(rule("object.a == 1", "no"));

    assertThat(CelReviewer.review(creation("{'a': 2}"), QA, PolicySet.of(List.of(warning.build()))))
        .containsExactly(new Violation(id("p"), "rules.r", "", "no", Enforcement.WARN));
  }

  @Test
  void whatHoldsAndWhatIsOfAnotherKindPasses() {
    assertThat(messages(creation("{'a': 1}"), rule("object.a == 1", "no"))).isEmpty();
    assertThat(
            messages(
                request("test.dev", "Other", "others", "", Operation.CREATE, "{}", ""),
                rule("object.a == 1", "no")))
        .isEmpty();
    assertThat(
            messages(
                request("test.dev", "Thing", "things", "status", Operation.UPDATE, "{}", "{}"),
                rule("object.a == 1", "no")))
        .isEmpty();
    assertThat(
            messages(
                request("test.dev", "Thing", "things", "", Operation.DELETE, "", "{}"),
                rule("object.a == 1", "no")))
        .isEmpty();
  }

  @Test
  void matchesGlobsOfResourcesAndVersions() {
    var status = request("test.dev", "Thing", "things", "status", Operation.UPDATE, "{}", "");
    var wide =
        new dev.sekisho.policies.model.CelMatch(
            List.of("*"), List.of("v1"), List.of("things/*"), List.of(Operation.UPDATE), false);
    var old =
        new dev.sekisho.policies.model.CelMatch(
            List.of("test.dev"),
            List.of("v1beta1"),
            List.of("*"),
            List.of(Operation.UPDATE),
            false);

    assertThat(wide.matches(status)).isTrue();
    assertThat(old.matches(status)).isFalse();
  }

  @Test
  void aMissingFieldViolatesWithTheRulesName() {
    assertThat(messages(creation("{}"), rule("object.a == 1", "no")))
        .singleElement()
        .asString()
        .startsWith("rule \"r\" can't be evaluated: ")
        .contains("'a'");
  }

  @Test
  void nothingOfASecretIsQuoted() {
    var secret = request("", "Secret", "secrets", "", Operation.CREATE, "{'a': 'hunter2'}", "");
    var match =
        new dev.sekisho.policies.model.CelMatch(
            List.of(""), List.of(), List.of("secrets"), List.of(Operation.CREATE), false);

    assertThat(messages(secret, rule(match, "int(object.a) == 1", "no")))
        .containsExactly("rule \"r\" can't be evaluated");
  }

  @Test
  void anEditMayKeepAViolationButNotMakeAnother() {
    var rule =
        new CelRule(
            "r",
            things(),
            List.of(),
            List.of(),
            Cel.compiled(CelScope.RULE, "object.a == 1", Result.BOOL),
            "",
            Optional.of(Cel.compiled(CelScope.RULE, "'a is ' + string(object.a)", Result.STRING)));

    assertThat(messages(edit("{'a': 2}", "{'a': 2, 'x': 1}"), rule)).isEmpty();
    assertThat(messages(edit("{'a': 2}", "{'a': 3}"), rule)).containsExactly("a is 3");
    assertThat(messages(edit("{'a': 1}", "{'a': 2}"), rule)).containsExactly("a is 2");
  }

  @Test
  void rulesAboutTheEditAlwaysHaveTheirSay() {
    var change = edit("{'a': 2}", "{'a': 2}");

    assertThat(messages(change, rule("object.a > oldObject.a", "must grow")))
        .containsExactly("must grow");
    var grows =
        (Compiled.Valid)
            CelCompiler.of(CelScope.RULE).compile("object.a > oldObject.a", Result.ANYTHING);
    var uses =
        (Compiled.Valid)
            CelCompiler.of(CelScope.RULE)
                .with("grows", grows.expression())
                .compile("variables.grows", Result.BOOL);
    var byVariable =
        new CelRule(
            "r",
            things(),
            List.of(new NamedExpression("grows", grows.expression())),
            List.of(),
            uses.expression(),
            "must grow",
            Optional.empty());
    assertThat(messages(change, byVariable)).containsExactly("must grow");
  }

  @Test
  void whatIsBeingDeletedIsLeftAlone() {
    var going = "{'metadata': {'deletionTimestamp': '2026-01-01T00:00:00Z'}}";

    // A rule about the edit, which the old object can't excuse.
    assertThat(messages(edit("{}", "{}"), rule("oldObject == null", "no"))).hasSize(1);
    assertThat(messages(edit("{}", going), rule("oldObject == null", "no"))).isEmpty();
  }

  @Test
  void aNamespacesOwnPolicyHasNoSayAboutTheNamespace() {
    var match =
        new dev.sekisho.policies.model.CelMatch(
            List.of("*"), List.of(), List.of("*", "*/*"), List.of(Operation.UPDATE), false);
    var never = rule(match, "oldObject.a == 2", "no");
    var own = PolicySet.of(List.of(policyOf("qa", "own").rules(never).build()));
    var platform = PolicySet.of(List.of(policy("p").rules(never).build()));
    var label = request("", "Namespace", "namespaces", "", Operation.UPDATE, "{}", "{'a': 1}");
    var finalize =
        request("", "Namespace", "namespaces", "finalize", Operation.UPDATE, "{}", "{'a': 1}");
    var namesake =
        request("test.dev", "Thing", "namespaces", "", Operation.UPDATE, "{}", "{'a': 1}");

    assertThat(CelReviewer.review(label, QA, own)).isEmpty();
    assertThat(CelReviewer.review(finalize, QA, own)).isEmpty();
    assertThat(CelReviewer.review(namesake, QA, own)).hasSize(1);
    assertThat(CelReviewer.review(label, QA, platform)).hasSize(1);
  }

  @Test
  void conditionsDecideWhetherARuleHasASay() {
    assertThat(messages(creation("{'a': 1}"), conditional("object.a == 1"))).containsExactly("no");
    assertThat(messages(creation("{'a': 2}"), conditional("object.a == 1"))).isEmpty();
    assertThat(messages(creation("{}"), conditional("object.a == 1"))).hasSize(1);
    assertThat(messages(creation("{}"), conditional("object.a == 1", "false"))).isEmpty();
  }

  private static CelRule conditional(String... conditions) {
    var named =
        java.util.Arrays.stream(conditions)
            .map(c -> new NamedExpression("c", Cel.compiled(CelScope.RULE, c, Result.BOOL)))
            .toList();
    var never = Cel.compiled(CelScope.RULE, "false", Result.BOOL);
    return new CelRule("r", things(), List.of(), named, never, "no", Optional.empty());
  }

  @Test
  void messagesFallBack() {
    assertThat(messages(creation("{}"), messaging("'made'", "given"))).containsExactly("made");
    assertThat(messages(creation("{}"), messaging("object.a", "given"))).containsExactly("given");
    assertThat(messages(creation("{}"), messaging("' '", "given"))).containsExactly("given");
    assertThat(messages(creation("{}"), messaging("'a\\nb'", "given"))).containsExactly("given");
    assertThat(
            messages(
                creation("{}"), messaging("'x'.replace('x', '" + "y".repeat(6000) + "')", "given")))
        .containsExactly("given");
    assertThat(messages(creation("{}"), rule("object == null", "")))
        .containsExactly("failed expression: object == null");
  }

  private static CelRule messaging(String expression, String message) {
    var never = Cel.compiled(CelScope.RULE, "false", Result.BOOL);
    var made = Cel.compiled(CelScope.RULE, expression, Result.ANYTHING);
    return new CelRule("r", things(), List.of(), List.of(), never, message, Optional.of(made));
  }

  @Test
  void podTemplatesAreThoseOfEveryKind() {
    var latest =
        rule(
            templates(),
            "podTemplate.spec.containers.all(c, image(c.image).registry == 'registry.acme')",
            "images come from registry.acme");
    var pod = "{'spec': {'containers': [{'image': '%s'}]}}";
    var bad = pod.formatted("nginx");
    var cronJob = "{'spec': {'jobTemplate': {'spec': {'template': " + bad + "}}}}";

    assertThat(messages(request("", "Pod", "pods", "", Operation.CREATE, bad, ""), latest))
        .containsExactly("images come from registry.acme");
    assertThat(
            messages(
                request(
                    "", "Pod", "pods", "", Operation.CREATE, pod.formatted("registry.acme/a"), ""),
                latest))
        .isEmpty();
    assertThat(
            messages(
                request("", "Pod", "pods", "ephemeralcontainers", Operation.UPDATE, bad, ""),
                latest))
        .hasSize(1);
    assertThat(
            messages(
                request("batch", "CronJob", "cronjobs", "", Operation.CREATE, cronJob, ""), latest))
        .hasSize(1);
    assertThat(
            messages(
                request("apps", "Deployment", "deployments", "", Operation.CREATE, "{}", ""),
                latest))
        .isEmpty();
    assertThat(messages(creation(bad), latest)).isEmpty();
  }

  @Test
  void rulesSeeTheRequestAndTheNamespace() {
    assertThat(
            messages(
                creation("{}"),
                rule(
                    "request.userInfo.username == 'alice' && 'devs' in request.userInfo.groups"
                        + " && request.operation == 'CREATE' && request.name == 'one'"
                        + " && request.kind.kind == 'Thing' && !request.dryRun"
                        + " && !has(request.subResource) && !has(request.userInfo.uid)"
                        + " && namespaceObject.metadata.labels.team == 'blue'"
                        + " && namespaceObject.metadata.name == request.namespace"
                        + " && !has(namespaceObject.metadata.annotations) && oldObject == null",
                    "no")))
        .isEmpty();
    var clusterWide =
        CelReviewer.review(
            creation("{}"),
            NamespaceFacts.unknown(""),
            PolicySet.of(List.of(policy("p").rules(rule("request.name == 'one'", "no")).build())));
    assertThat(clusterWide).isEmpty();
  }
}

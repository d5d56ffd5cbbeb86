package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.only;
import static dev.sekisho.policies.parse.Documents.parse;
import static dev.sekisho.policies.parse.Documents.policy;
import static dev.sekisho.policies.parse.Documents.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.CelMatch;
import dev.sekisho.policies.objects.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections that have expressions: rules, mutations and claims. */
class CelSectionsTest {

  private static final String MATCH = "match: {apiGroups: [''], resources: [pods]}";

  private static String rule(String rest) {
    return policy("edge", "rules:\n- name: r\n  " + MATCH + "\n" + rest.indent(2));
  }

  @Test
  void readsARule() {
    var text =
        policy(
            "edge",
            """
            rules:
            - name: limits
              match: {apiGroups: [""], apiVersions: [v1], resources: [pods, pods/ephemeralcontainers], operations: [UPDATE, CREATE, UPDATE]}
              matchConditions:
              - {name: not-system, expression: "request.namespace != 'kube-system'"}
              variables:
              - {name: containers, expression: "object.spec.containers"}
              - {name: bare, expression: "variables.containers.filter(c, !has(c.resources))"}
              expression: "variables.bare.size() == 0"
              message: " every container needs limits "
              messageExpression: "string(variables.bare.size()) + ' without limits'"
            """);

    var rule = only(parse(text)).rules().getFirst();

    assertThat(rule.name()).isEqualTo("limits");
    assertThat(rule.match())
        .isEqualTo(
            new CelMatch(
                List.of(""),
                List.of("v1"),
                List.of("pods", "pods/ephemeralcontainers"),
                List.of(Operation.CREATE, Operation.UPDATE),
                false));
    assertThat(rule.variables()).extracting(v -> v.name()).containsExactly("containers", "bare");
    assertThat(rule.conditions()).hasSize(1);
    assertThat(rule.message()).isEqualTo("every container needs limits");
    assertThat(rule.messageExpression()).isPresent();
  }

  @Test
  void readsPodTemplatesMutationsAndClaims() {
    var text =
        policy(
            "edge",
            """
            hosts:
              claims:
              - {apiGroups: [route.openshift.io], resources: [routes], expression: "[object.spec.host]"}
            rules:
            - name: own-registry
              match: {podTemplates: true}
              expression: "podTemplate.spec.containers.all(c, image(c.image).registry == 'registry.acme')"
            mutations:
            - name: pull-secret
              match: {apiGroups: [""], resources: [pods], operations: [CREATE]}
              jsonPatch: '[JSONPatch{op: "add", path: "/spec/imagePullSecrets", value: [Object.spec.imagePullSecrets{name: "regcred"}]}]'
            """);

    var policy = only(parse(text));

    assertThat(policy.rules().getFirst().match().podTemplates()).isTrue();
    assertThat(policy.rules().getFirst().match().operations())
        .containsExactly(Operation.CREATE, Operation.UPDATE);
    assertThat(policy.mutations()).extracting(m -> m.name()).containsExactly("pull-secret");
    assertThat(policy.hosts().orElseThrow().claims().getFirst().resources())
        .containsExactly("routes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "expression: 'object.'| spec.rules[0].expression: CEL 1:8: no viable alternative",
        "expression: object.spec.x| spec.rules[0].expression: CEL 1:1: must come to bool, not dyn",
        "expression: params.x == 1| policies have no parameters",
        "expression: true| spec.rules[0].expression: expected a string: quote it",
        "expression: ''| spec.rules[0].expression: an expression is not empty",
        "message: m| spec.rules[0].expression: required, but missing",
        "{expression: 'true', messageExpression: '1'}| messageExpression: CEL 1:1: must come to string, not int",
        "{expression: 'true', message: ' '}| spec.rules[0].message: a message is one line, and not empty",
        "{expression: 'true', variables: [{name: a-b, expression: '1'}]}| the name of a variable has letters",
        "{expression: 'true', variables: [{name: in, expression: '1'}]}| is no word of the language",
        "{expression: 'true', variables: [{name: a, expression: '1 +'}]}| spec.rules[0].variables[0].expression: CEL",
        "{expression: 'variables.b == 1', variables: [{name: a, expression: '1'}]}| undefined field 'b'",
        "{expression: 'true', variables: [{name: a, expression: '1'}, {name: a, expression: '2'}]}| this name is taken already",
        "{expression: 'true', matchConditions: [{name: a b, expression: 'true'}]}| a name has letters, digits",
        "{expression: 'true', matchConditions: [{name: a, expression: '1'}]}| must come to bool, not int",
        "{expression: 'true', expresion: 'true'}| unknown key, did you mean \"expression\"?"
      })
  void saysWhatIsWrongWithARule(String rest, String problem) {
    String body = rest.startsWith("{") ? rest.substring(1, rest.length() - 1) : rest;
    var text = policy("edge", "rules:\n- {name: r, " + MATCH + ", " + body + "}");

    assertThat(problemsOf(text)).anySatisfy(p -> assertThat(p).startsWith("6:").contains(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{apiGroups: ['*'], resources: ['*']}| would ask about everything",
        "{apiGroups: ['*'], resources: ['*/*']}| would ask about everything",
        "{apiGroups: [''], resources: [Pods]}| a resource is written like pods",
        "{apiGroups: [apps/v1], resources: [deployments]}| an API group is written like apps",
        "{apiGroups: [''], apiVersions: [apps/v1], resources: [pods]}| an API version is written like v1",
        "{resources: [pods]}| match.apiGroups: required, but missing",
        "{apiGroups: ['']}| match.resources: required, but missing",
        "{apiGroups: [''], resources: []}| an empty list would match nothing",
        "{apiGroups: [''], resources: [pods], operations: [create]}| expected CREATE, UPDATE, DELETE or CONNECT",
        "{podTemplates: true, resources: [pods]}| podTemplates stands in place of groups and resources"
      })
  void saysWhatIsWrongWithAMatch(String match, String problem) {
    var text = policy("edge", "rules:\n- {name: r, match: " + match + ", expression: 'true'}");

    assertThat(problemsOf(text)).anySatisfy(p -> assertThat(p).contains(problem));
  }

  @Test
  void pointsAtTheScalarOfTheExpression() {
    assertThat(problemsOf(rule("expression: >-\n  object.spec.x ==\n  request.nam")))
        .containsExactly("8:17 spec.rules[0].expression: CEL 1:25: undefined field 'nam'");
  }

  @Test
  void anExpressionOfSeveralLinesNeedsAMessage() {
    assertThat(problemsOf(rule("expression: |-\n  true ||\n  false")))
        .containsExactly(
            "6:5 spec.rules[0].message: required, since the expression has several lines");
  }

  @Test
  void namesAreUnique() {
    var two = "- {name: r, " + MATCH + ", expression: 'true'}\n";

    assertThat(problemsOf(policy("edge", "rules:\n" + two + two)))
        .containsExactly("7:12 spec.rules[1].name: this name is taken already");
  }

  @Test
  void mutationsAreAboutResources() {
    var text =
        policy("edge", "mutations:\n- {name: m, match: {podTemplates: true}, jsonPatch: '[]'}");

    assertThat(problemsOf(text)).anySatisfy(p -> assertThat(p).contains("unknown key"));
    assertThat(
            problemsOf(policy("edge", "mutations:\n- {name: m, " + MATCH + ", jsonPatch: '[1]'}")))
        .containsExactly(
            "6:71 spec.mutations[0].jsonPatch: CEL 1:1: must come to list(JSONPatch), not list(int)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{apiGroups: ['*'], resources: [a], expression: '[]'}| name the group",
        "{apiGroups: [a], resources: ['*'], expression: '[]'}| name the resource",
        "{apiGroups: [a], resources: [a/b], expression: '[]'}| name the resource",
        "{apiGroups: [a], resources: [a], expression: '1'}| must come to list(string), not int",
        "{apiGroups: [a], resources: [a], expression: '[request.name]'}| doesn't depend on the request"
      })
  void saysWhatIsWrongWithAClaim(String claim, String problem) {
    assertThat(problemsOf(policy("edge", "hosts: {claims: [" + claim + "]}")))
        .anySatisfy(p -> assertThat(p).contains(problem));
  }

  @Test
  void whoSpeaksOfSomeCallersOnlyMayNotGive() {
    var text =
        policy("edge", "match: {subjects: [alice]}\nmutations: []\nhosts: {claims: []}\nrules: []");

    assertThat(problemsOf(text))
        .containsExactlyInAnyOrder(
            "6:3 spec.mutations: a policy with match.subjects may only deny",
            "7:11 spec.hosts.claims: a policy with match.subjects may only deny");
  }
}

package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.policy;
import static dev.sekisho.policies.parse.Documents.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of mistake, with the place and the words that the user gets. */
class WrongDocumentsTest {

  private static final String NAME_RULE =
      "a name is made of lower-case letters, digits, \"-\" and \".\", and begins and ends with a"
          + " letter or digit";
  private static final String NO_LIST_MATCHES =
      "an empty list would match nothing: leave the key out to match everything";

  /** Specs begin on line 5, column 3. */
  static Stream<Arguments> specs() {
    return Stream.of(
        wrong(
            "hosts: {unlsted: deny}",
            "5:11 spec.hosts.unlsted: unknown key, did you mean \"unlisted\"?"),
        wrong("hsots: {}", "5:3 spec.hsots: unknown key, did you mean \"hosts\"?"),
        wrong("Hosts: {}", "5:3 spec.Hosts: unknown key, did you mean \"hosts\"?"),
        wrong("completely: {}", "5:3 spec.completely: unknown key"),
        wrong("a.b/c d: 1", "5:3 spec[a.b/c d]: unknown key"),
        wrong("8080: 1", "5:3 spec.8080: unknown key"),
        wrong(
            "hosts: {tls: {required: maybe}}",
            "5:27 spec.hosts.tls.required: expected true or false, not \"maybe\""),
        wrong(
            "hosts: {tls: {mustCoverHost: true}}",
            "5:17 spec.hosts.tls.mustCoverHost: unknown key, did you mean \"mustCoverHosts\"?"),
        wrong(
            "hosts: {annotations: {deny: [\"a b\"]}}",
            "5:32 spec.hosts.annotations.deny[0]: a pattern for annotations is not empty and has"
                + " no space"),
        wrong(
            "hosts: {annotations: {require: {a: true}}}",
            "5:38 spec.hosts.annotations.require.a: expected a string: quote it, YAML reads it as"
                + " a boolean"),
        wrong(
            "hosts: {annotations: {require: [a]}}",
            "5:34 spec.hosts.annotations.require: expected annotations with their values, but this"
                + " is a list"),
        wrong(
            "enforcement: dney",
            "5:16 spec.enforcement: expected deny, warn or dryrun, not \"dney\", did you mean \"deny\"?"),
        wrong("enforcement:", "5:15 spec.enforcement: expected deny, warn or dryrun, not nothing"),
        wrong(
            "enforcement: [deny]",
            "5:16 spec.enforcement: expected deny, warn or dryrun, but this is a list"),
        wrong("hosts:", "5:9 spec.hosts: expected a mapping, but this is nothing"),
        wrong("hosts: [a]", "5:10 spec.hosts: expected a mapping, but this is a list"),
        wrong("hosts: {empty: off}", "5:18 spec.hosts.empty: expected deny or allow, not \"off\""),
        wrong(
            "hosts: {unique: hostandpath}",
            "5:19 spec.hosts.unique: expected none, host or hostAndPath, not \"hostandpath\", did"
                + " you mean \"hostAndPath\"?"),
        wrong(
            "hosts: {allow: a.example}",
            "5:18 spec.hosts.allow: expected a list, but this is a string: put it in brackets"),
        wrong(
            "hosts: {allow: {a: b}}",
            "5:18 spec.hosts.allow: expected a list, but this is a mapping"),
        wrong(
            "hosts: {allow: [a.example, 10]}",
            "5:30 spec.hosts.allow[1]: expected a string: quote it, YAML reads it as a number"),
        wrong(
            "hosts: {allow: [no]}",
            "5:19 spec.hosts.allow[0]: expected a string: quote it, YAML reads it as a boolean"),
        wrong(
            "hosts: {allow: [~]}",
            "5:19 spec.hosts.allow[0]: expected a host pattern, but there is nothing: leave the key"
                + " out"),
        wrong(
            "hosts: {allow: [[a.example]]}",
            "5:19 spec.hosts.allow[0]: expected a host pattern, but this is a list"),
        wrong(
            "hosts: {deny: ['a.*.example', \"${ns}.example\", \"${namespace.example\"]}",
            "5:18 spec.hosts.deny[0]: invalid host pattern \"a.*.example\": \"*\" stands alone or as"
                + " the whole first label",
            "5:33 spec.hosts.deny[1]: invalid host pattern \"${ns}.example\": the only placeholder"
                + " is ${namespace}, and it needs its closing brace",
            "5:50 spec.hosts.deny[2]: invalid host pattern \"${namespace.example\": the only"
                + " placeholder is ${namespace}, and it needs its closing brace"),
        wrong(
            "hosts: {allow: ['a.example:8080']}",
            "5:19 spec.hosts.allow[0]: invalid host pattern \"a.example:8080\": a host has no port"),
        wrong(
            "hosts: {ingressClasses: []}",
            "5:27 spec.hosts.ingressClasses: an empty list would allow no class: leave the key out"
                + " to allow every"),
        wrong(
            "hosts: {ingressClasses: ['ngin*']}",
            "5:28 spec.hosts.ingressClasses[0]: " + NAME_RULE),
        wrong(
            "hosts: {ownerLabel: 'A/team'}",
            "5:23 spec.hosts.ownerLabel: before the \"/\" of a key stands a DNS name in lower case"),
        wrong(
            "hosts: {allowFromNamespaceAnnotation: 'a b'}",
            "5:41 spec.hosts.allowFromNamespaceAnnotation: a key is made of letters, digits, \"-\","
                + " \"_\" and \".\", begins and ends with a letter or digit, and may have a DNS name"
                + " and \"/\" before it"),
        wrong("match: {namespaces: []}", "5:23 spec.match.namespaces: " + NO_LIST_MATCHES),
        wrong("match: {subjects: []}", "5:21 spec.match.subjects: " + NO_LIST_MATCHES),
        wrong(
            "match: {namespaces: ['', 'a,b', Qa]}",
            "5:24 spec.match.namespaces[0]: no namespace can match \"\": use lower-case letters,"
                + " digits, \"-\", \"*\" and \"?\"",
            "5:28 spec.match.namespaces[1]: no namespace can match \"a,b\": use lower-case letters,"
                + " digits, \"-\", \"*\" and \"?\"",
            "5:35 spec.match.namespaces[2]: no namespace can match \"Qa\": use lower-case letters,"
                + " digits, \"-\", \"*\" and \"?\""),
        wrong(
            "match: {subjects: [' jane', 'group:']}",
            "5:22 spec.match.subjects[0]: a user or group is not empty and has no space at its ends",
            "5:31 spec.match.subjects[1]: a user or group is not empty and has no space at its ends"),
        wrong(
            "match: {exclude: {namespace: [a]}}",
            "5:21 spec.match.exclude.namespace: unknown key, did you mean \"namespaces\"?"),
        wrong(
            "match: {namespaceSelector: {matchLabels: {tier: yes, '-a': b, on: c, x: 'y z'}}}",
            "5:51 spec.match.namespaceSelector.matchLabels.tier: expected a string: quote it, YAML"
                + " reads it as a boolean",
            "5:56 spec.match.namespaceSelector.matchLabels.-a: a key is made of letters, digits,"
                + " \"-\", \"_\" and \".\", begins and ends with a letter or digit, and may have a"
                + " DNS name and \"/\" before it",
            "5:65 spec.match.namespaceSelector.matchLabels.on: a label key is a string: quote it,"
                + " YAML reads it as a boolean",
            "5:75 spec.match.namespaceSelector.matchLabels.x: a label value is made of letters,"
                + " digits, \"-\", \"_\" and \".\", and begins and ends with a letter or digit"),
        wrong(
            "match: {namespaceSelector: {matchLabels: []}}",
            "5:44 spec.match.namespaceSelector.matchLabels: expected labels with their values, but"
                + " this is a list"),
        wrong(
            "match: {namespaceSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}",
            "5:69 spec.match.namespaceSelector.matchExpressions[0].operator: expected In, NotIn,"
                + " Exists or DoesNotExist, not \"in\", did you mean \"In\"?"),
        wrong(
            "match: {namespaceSelector: {matchExpressions: [{key: a, operator: In}, {key: a,"
                + " operator: NotIn, values: []}, {key: a, operator: Exists, values: [b]}]}}",
            "5:50 spec.match.namespaceSelector.matchExpressions[0].values: In and NotIn need at"
                + " least one value",
            "5:108 spec.match.namespaceSelector.matchExpressions[1].values: In and NotIn need at"
                + " least one value",
            "5:148 spec.match.namespaceSelector.matchExpressions[2].values: Exists and DoesNotExist"
                + " take no values"),
        wrong(
            "match: {namespaceSelector: {matchExpressions: [{values: [a]}]}}",
            "5:50 spec.match.namespaceSelector.matchExpressions[0].key: required, but missing",
            "5:50 spec.match.namespaceSelector.matchExpressions[0].operator: required, but missing"),
        wrong(
            """
            match: {subjects: [jane]}
            hosts:
              allow: [a.example]
              allowFromNamespaceAnnotation: hosts
              ownerLabel: team
              unlisted: allow
              empty: allow
              wildcard: allow
              conflicts: allow
            """,
            "7:5 spec.hosts.allow: a policy with match.subjects may only deny",
            "8:5 spec.hosts.allowFromNamespaceAnnotation: a policy with match.subjects may only deny",
            "9:5 spec.hosts.ownerLabel: a policy with match.subjects may only deny",
            "10:5 spec.hosts.unlisted: a policy with match.subjects may only deny",
            "11:5 spec.hosts.empty: a policy with match.subjects may only deny",
            "12:5 spec.hosts.wildcard: a policy with match.subjects may only deny",
            "13:5 spec.hosts.conflicts: a policy with match.subjects may only deny"),
        wrong(
            """
            hosts: {unlisted: deny}
            enforcement: warn
            hosts: {unlistd: deny}
            """,
            "7:3 spec.hosts: duplicate key, first at line 5",
            "7:11 spec.hosts.unlistd: unknown key, did you mean \"unlisted\"?"),
        wrong(
            "exemptions: [{checks: [hosts.unlsted, hosts.allow, rule.x, rules., hosts.]}]",
            "5:16 spec.exemptions[0].reason: required, but missing",
            "5:26 spec.exemptions[0].checks[0]: there is no check \"hosts.unlsted\", did you mean"
                + " \"hosts.unlisted\"?",
            "5:41 spec.exemptions[0].checks[1]: there is no check \"hosts.allow\"",
            "5:54 spec.exemptions[0].checks[2]: there is no check \"rule.x\"",
            "5:62 spec.exemptions[0].checks[3]: there is no check \"rules.\", did you mean"
                + " \"rules\"?",
            "5:70 spec.exemptions[0].checks[4]: there is no check \"hosts.\", did you mean"
                + " \"hosts\"?"),
        wrong(
            "exemptions: [{reason: ' ', namespaces: [], checks: [], expires: tomorrow}]",
            "5:25 spec.exemptions[0].reason: a reason says why: it can't be empty",
            "5:42 spec.exemptions[0].namespaces: an empty list would exempt nothing: leave the key"
                + " out to exempt all",
            "5:54 spec.exemptions[0].checks: an empty list would exempt nothing: leave the key out"
                + " to exempt all",
            "5:67 spec.exemptions[0].expires: \"tomorrow\" is no date (2027-01-31, from midnight UTC"
                + " on) and no timestamp (2027-01-31T18:00:00Z)"),
        wrong(
            "exemptions: [{reason: x, expires: 2027-02-30}, {reason: x, expires: 20270101}, {reason:"
                + " x, expires: '2027-01-01T25:00:00Z'}, {reason: x, expires: 2027-01-01T18:00}]",
            "5:37 spec.exemptions[0].expires: \"2027-02-30\" is no date (2027-01-31, from midnight"
                + " UTC on) and no timestamp (2027-01-31T18:00:00Z)",
            "5:71 spec.exemptions[1].expires: expected a string: quote it, YAML reads it as a number",
            "5:103 spec.exemptions[2].expires: \"2027-01-01T25:00:00Z\" is no date (2027-01-31, from"
                + " midnight UTC on) and no timestamp (2027-01-31T18:00:00Z)",
            "5:149 spec.exemptions[3].expires: \"2027-01-01T18:00\" is no date (2027-01-31, from"
                + " midnight UTC on) and no timestamp (2027-01-31T18:00:00Z)"),
        wrong(
            "match: {subjects: [jane]}\nexemptions: [{reason: x}]",
            "6:3 spec.exemptions: a policy with match.subjects may only deny"),
        // Text that YAML doesn't read, or reads as something else.
        wrong(
            "hosts:\n  allow:\n  - *.acmecorp.com",
            "7:7: \"*\" begins an alias in YAML, and there is none of this name: quote it"),
        wrong(
            "hosts: {allow: [*.acmecorp.com]}",
            "5:19: \"*\" begins an alias in YAML, and there is none of this name: quote it"),
        wrong(
            "hosts: {deny: [*]}",
            "5:18: \"*\" begins an alias in YAML, and there is none of this name: quote it"),
        wrong(
            "match: {namespaces: *names}",
            "5:23: \"*\" begins an alias in YAML, and there is none of this name: quote it"),
        wrong("hosts:\n\tallow: [a.example]", "6:3: a tab cannot indent YAML: use spaces"),
        wrong("enforcement: @deny", "5:16: text cannot begin with this character: quote it"),
        wrong("enforcement: 'deny", "5:16: this text has no closing quote"),
        wrong(
            "hosts: {allow: [a.${namespace}.example]}",
            "5:22: expected \",\" or \"]\" in the list that begins at 5:18: quote text with brackets"
                + " or braces"),
        wrong(
            "hosts:\n    deny: [a.example]\n  allow: [a.example]",
            "7:5: this does not continue what is above: check indentation and quotes"),
        wrong(
            "enforcement: deny: warn",
            "5:20: \":\" cannot stand here: quote the text, or check the indentation"),
        wrong(
            "hosts: {deny: [\"\\.example\"]}",
            "5:20: unknown escape in double quotes: double the backslash, or use '…'"),
        wrong(
            "hosts: &a {deny: [*a]}", "5:10 spec.hosts.deny[0]: this contains itself by an alias"),
        wrong(
            "hosts: {deny: &a [*a]}", "5:17 spec.hosts.deny[0]: this contains itself by an alias"),
        wrong(
            "hosts: {deny: [!env HOST]}",
            "5:18 spec.hosts.deny[0]: tags are not supported: remove it, or quote the text"),
        wrong(
            "hosts: {deny: !x [a]}",
            "5:17 spec.hosts.deny: tags are not supported: remove it, or quote the text"),
        wrong("hosts: {<<: 7}", "5:15 spec.hosts[<<]: only a mapping can be merged"),
        wrong("hosts: {{ .Values.hosts }}", "5:11 spec.hosts: a key must be a string: quote it"));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void wrongSpec(String spec, List<String> expected) {
    assertThat(problemsOf(policy("edge", spec))).containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        wrong("just text", "1:1: expected a mapping, but this is a string"),
        wrong("- a\n", "1:1: expected a mapping, but this is a list"),
        wrong(
            "kind: Polcy\n",
            "1:1 apiVersion: required, but missing",
            "1:1 metadata: required, but missing",
            "1:1 spec: required, but missing",
            "1:7 kind: expected Policy, not \"Polcy\", did you mean \"Policy\"?"),
        wrong(
            "apiVersion: sekisho.dev/v1\nkind: Policy\nmetadata: {name: a}\nspec: {}\n",
            "1:13 apiVersion: expected sekisho.dev/v1alpha1, not \"sekisho.dev/v1\""),
        wrong(
            "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata:\n  name: 7\n"
                + "  namespace: a\n  labels: {a: b}\n  annotations: {}\n  uid: x\nspec: {}\nstatus: {}",
            "4:9 metadata.name: expected a string: quote it, YAML reads it as a number",
            "5:3 metadata.namespace: not permitted: a policy has only a name, the rest stands on its"
                + " ConfigMap",
            "6:3 metadata.labels: not permitted: a policy has only a name, the rest stands on its"
                + " ConfigMap",
            "7:3 metadata.annotations: not permitted: a policy has only a name, the rest stands on"
                + " its ConfigMap",
            "8:3 metadata.uid: unknown key",
            "10:1 status: unknown key"),
        wrong(policy("Edge", "{}"), "3:18 metadata.name: " + NAME_RULE),
        wrong(
            policy("a".repeat(254), "{}"), "3:18 metadata.name: a name has at most 253 characters"),
        wrong(
            policy("edge", "{}") + "---\n" + policy("edge", "hosts: {x: 1}"),
            "9:18 metadata.name: another policy of this ConfigMap has this name, at edge.yaml:3:18",
            "11:11 spec.hosts.x: unknown key"),
        // A syntax error hides nothing of the other documents.
        wrong(
            "a: [\n---\n" + policy("edge", "hosts: {x: 1}") + "---\nb: '\n",
            "2:1: expected a value: quote text that begins with this character",
            "7:11 spec.hosts.x: unknown key",
            "9:4: this text has no closing quote"),
        wrong("a: b\u0000c", "1:5: the character U+0000 is not permitted: save the text as UTF-8"),
        wrong(
            "{\"apiVersion\": \"sekisho.dev/v1alpha1\", \"kind\": \"Policy\",\n"
                + "  \"metadata\": {\"name\": \"a\"},\n\t\"spec\": {\"hots\": {}, \"hots\": {}}}",
            "3:11 spec.hots: unknown key, did you mean \"hosts\"?",
            "3:23 spec.hots: duplicate key, first at line 3",
            "3:23 spec.hots: unknown key, did you mean \"hosts\"?"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void wrongDocument(String text, List<String> expected) {
    assertThat(problemsOf(text)).containsExactlyElementsOf(expected);
  }

  @Test
  void positionsAreTheSameWithWindowsLineBreaks() {
    for (var arguments : specs().toList()) {
      var text = policy("edge", (String) arguments.get()[0]);
      assertThat(problemsOf("\uFEFF" + text.replace("\n", "\r\n"))).isEqualTo(problemsOf(text));
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFewLinesThatStandForBillionsOfNodesAreRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }

    assertThat(problemsOf(bomb.toString()))
        .hasSize(1)
        .first()
        .asString()
        .endsWith("aliases bring in more than 10000 nodes");
  }

  @Test
  void deepNestingIsRefused() {
    for (String open : List.of("[", "{\"a\":", "- ", "{a: ")) {
      assertThat(problemsOf("# c\n---\n" + open.repeat(100_000)))
          .as(open)
          .containsExactly("1:1: nested too deep: at most 100 levels");
    }
    assertThat(problemsOf("[".repeat(200) + "]".repeat(200)))
        .containsExactly("1:1: nested too deep: at most 100 levels");
  }

  @Test
  void textBeyondTheLimitIsRefused() {
    assertThat(problemsOf("#".repeat((4 << 20) + 1)))
        .containsExactly("1:1: the text is longer than 4194304 characters");
  }

  private static Arguments wrong(String text, String... problems) {
    return Arguments.of(text, List.of(problems));
  }
}

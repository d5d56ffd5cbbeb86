package dev.sekisho.policies.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.parse.PolicyBook;
import dev.sekisho.policies.parse.PolicyConfigMap;
import dev.sekisho.policies.parse.PolicyStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationRulesTest {

  private static PolicySet policies(String spec) {
    var book = new PolicyBook("home");
    var text =
        "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: {name: p}\nspec:\n"
            + spec.indent(2);
    var status =
        book.put(
            new PolicyConfigMap(
                "home",
                "policies",
                Map.of(PolicyConfigMap.LABEL, PolicyConfigMap.LABEL_VALUE),
                Map.of("p.yaml", text),
                Set.of()));
    assertThat(status).as("status of %s", text).isInstanceOf(PolicyStatus.Ok.class);
    return book.policies();
  }

  /** One rule in CEL for each match; matches are parted by {@code |}. */
  private static PolicySet rules(String matches) {
    var spec = new StringBuilder("rules:\n");
    int n = 0;
    for (String match : matches.split("\\|", -1)) {
      spec.append("- {name: r%d, match: {%s}, expression: 'true'}\n".formatted(n++, match.strip()));
    }
    return policies(spec.toString());
  }

  /** {@code groups versions operations resources}, with commas within; parted by {@code |}. */
  private static List<RegistrationRule> asked(String rules) {
    return Arrays.stream(rules.split("\\|"))
        .map(String::strip)
        .filter(rule -> !rule.isEmpty())
        .map(rule -> rule.split(" "))
        .map(
            part ->
                new RegistrationRule(
                    core(part[0]),
                    List.of(part[1].split(",")),
                    Arrays.stream(part[2].split(",")).map(Operation::valueOf).toList(),
                    List.of(part[3].split(","))))
        .toList();
  }

  private static List<String> core(String groups) {
    return Arrays.stream(groups.split(",")).map(g -> g.equals("core") ? "" : g).toList();
  }

  private static String text(List<RegistrationRule> rules) {
    return rules.stream()
        .map(
            r ->
                String.join(
                    " ",
                    r.apiGroups().stream()
                        .map(g -> g.isEmpty() ? "core" : g)
                        .collect(Collectors.joining(",")),
                    String.join(",", r.apiVersions()),
                    r.operations().stream().map(Operation::name).collect(Collectors.joining(",")),
                    String.join(",", r.resources())))
        .collect(Collectors.joining(" | "));
  }

  @ParameterizedTest(name = "{0} beyond {1}: {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        // Written as it is, with the defaults made plain.
        "apiGroups: [batch], resources: [jobs];; batch * CREATE,UPDATE jobs",
        "apiGroups: [''], apiVersions: [v1], resources: [pods/exec], operations: [CONNECT];;"
            + " core v1 CONNECT pods/exec",
        // What is asked already isn't asked again, also where a wildcard does so.
        "apiGroups: [''], resources: [pods, services]; core * CREATE,UPDATE pods;"
            + " core * CREATE,UPDATE services",
        "apiGroups: [''], resources: [pods]; core * CREATE,UPDATE pods;",
        "apiGroups: [''], resources: [pods], operations: [CREATE, DELETE];"
            + " core * CREATE,UPDATE pods; core * DELETE pods",
        "apiGroups: [''], resources: [pods/exec]; core * CREATE,UPDATE pods;"
            + " core * CREATE,UPDATE pods/exec",
        "apiGroups: [''], resources: [pods/exec, pods]; core * CREATE,UPDATE pods/*;",
        "apiGroups: [''], resources: [pods/exec]; core * CREATE,UPDATE */exec;",
        // A registration of one version doesn't cover every version, nor the other way round.
        "apiGroups: [batch], resources: [jobs]; batch v1 CREATE,UPDATE jobs;"
            + " batch * CREATE,UPDATE jobs",
        "apiGroups: [batch], apiVersions: [v1], resources: [jobs]; batch * CREATE,UPDATE jobs;",
        // Wildcards stay where the policy has them; what they cover goes.
        "apiGroups: ['*'], resources: [widgets] | apiGroups: [a.example], resources: [widgets];;"
            + " * * CREATE,UPDATE widgets",
        "apiGroups: [a.example], resources: ['*'] | apiGroups: [a.example], resources: [x, x/s];;"
            + " a.example * CREATE,UPDATE *,x/s",
        "apiGroups: [''], resources: ['pods/*', pods/exec, pods];; core * CREATE,UPDATE pods/*",
        // Merged, but to nothing that nobody asked for.
        "apiGroups: [b.example], resources: [w, x] | apiGroups: [a.example], resources: [x, w];;"
            + " a.example,b.example * CREATE,UPDATE w,x",
        "apiGroups: [a.example], resources: [x] | apiGroups: [b.example], resources: [w];;"
            + " a.example * CREATE,UPDATE x | b.example * CREATE,UPDATE w",
        "apiGroups: [a.example], resources: [x], operations: [CREATE] | apiGroups: [a.example],"
            + " resources: [x], operations: [DELETE];; a.example * CREATE,DELETE x",
        "apiGroups: [a.example], apiVersions: [v1], resources: [x] | apiGroups: [a.example],"
            + " apiVersions: [v2], resources: [x];; a.example v1,v2 CREATE,UPDATE x",
        "apiGroups: [a.example], apiVersions: [v1], resources: [x] | apiGroups: [a.example],"
            + " resources: [x];; a.example * CREATE,UPDATE x",
        // Everything that Pods are made of.
        "podTemplates: true;;"
            + " core * CREATE,UPDATE pods,pods/ephemeralcontainers,podtemplates,replicationcontrollers"
            + " | apps * CREATE,UPDATE daemonsets,deployments,replicasets,statefulsets"
            + " | argoproj.io * CREATE,UPDATE rollouts | batch * CREATE,UPDATE cronjobs,jobs",
        "podTemplates: true; apps,batch,argoproj.io * CREATE,UPDATE"
            + " daemonsets,deployments,replicasets,statefulsets,jobs,cronjobs,rollouts | core *"
            + " CREATE,UPDATE pods,replicationcontrollers,podtemplates;"
            + " core * CREATE,UPDATE pods/ephemeralcontainers",
      })
  void whatRulesNameBeyondWhatIsAsked(String matches, String asked, String expected) {
    var rules = RegistrationRules.validating(rules(matches), asked(asked == null ? "" : asked));

    assertThat(text(rules)).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void nothingIsAskedForWithoutPolicies() {
    assertThat(RegistrationRules.validating(PolicySet.EMPTY, List.of())).isEmpty();
    assertThat(RegistrationRules.mutating(PolicySet.EMPTY, List.of())).isEmpty();
  }

  @Test
  void sectionsAboutHostsAndSecretsNameNothing() {
    var policies = policies("hosts: {unlisted: deny}\nsecrets: {default: deny}");

    assertThat(RegistrationRules.validating(policies, List.of())).isEmpty();
    assertThat(RegistrationRules.mutating(policies, List.of())).isEmpty();
  }

  @Test
  void claimsAreValidatedAndMutationsMutated() {
    var policies =
        policies(
            """
            hosts:
              claims:
              - apiGroups: [acme.example]
                resources: [frontdoors]
                expression: "[object.spec.host]"
            mutations:
            - name: m
              match: {apiGroups: [""], resources: [configmaps], operations: [CREATE]}
              jsonPatch: "[JSONPatch{op: 'remove', path: '/data'}]"
            """);

    assertThat(text(RegistrationRules.validating(policies, List.of())))
        .isEqualTo("acme.example * CREATE,UPDATE frontdoors");
    assertThat(text(RegistrationRules.mutating(policies, List.of())))
        .isEqualTo("core * CREATE configmaps");
    assertThat(
            text(
                RegistrationRules.mutating(
                    policies, asked("core v1,* CREATE,UPDATE configmaps,secrets"))))
        .isEmpty();
  }

  @Test
  void nothingEverAsksAboutEverything() {
    var everything = new Asked("*", "*", Operation.CREATE, "*/*");

    assertThat(everything.isEverything()).isTrue();
    assertThat(new Asked("*", "*", Operation.CREATE, "pods").isEverything()).isFalse();
    assertThat(new Asked("a.example", "*", Operation.CREATE, "*").isEverything()).isFalse();
  }

  @Test
  void theOrderOfPoliciesDoesNotMatter() {
    var one = "apiGroups: [a.example], resources: [x, z, w]";
    var other = "apiGroups: [c.example, b.example], resources: [x], operations: [DELETE]";

    assertThat(RegistrationRules.validating(rules(one + "|" + other), List.of()))
        .isEqualTo(RegistrationRules.validating(rules(other + "|" + one), List.of()))
        .hasSize(2);
  }
}

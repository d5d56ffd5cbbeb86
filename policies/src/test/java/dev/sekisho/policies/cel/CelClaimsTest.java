package dev.sekisho.policies.cel;

import static dev.sekisho.policies.cel.Requests.QA;
import static dev.sekisho.policies.cel.Requests.request;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.cel.expression.Cel;
import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.HostClaimRule;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.ClaimedObject;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.Operation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CelClaimsTest {

  private static final String ANNOTATION =
      "object.metadata.?annotations['hosts'].orValue('').split(',')";

  private static Optional<ClaimedObject> claimed(String object, String... expressions) {
    var rules =
        java.util.Arrays.stream(expressions)
            .map(e -> Cel.compiled(CelScope.CLAIM, e, Result.STRINGS))
            .map(e -> new HostClaimRule(List.of("route.dev"), List.of("routes"), e))
            .toArray(HostClaimRule[]::new);
    var request = request("route.dev", "Route", "routes", "", Operation.CREATE, object, "");
    return CelClaims.read(
        request, Cel.json(object), QA, PolicySet.of(List.of(policy("p").claims(rules).build())));
  }

  @Test
  void unitesWhatAllRulesFind() {
    var object =
        "{'metadata': {'name': 'r', 'annotations': {'hosts': ' a.com,b.com ,'}}, 'spec': {'host': 'a.com'}}";

    assertThat(claimed(object, "[object.spec.host]", ANNOTATION))
        .hasValueSatisfying(
            found -> {
              assertThat(found.hosts()).containsExactly("a.com", "b.com");
              assertThat(found.unreadable()).isEmpty();
              assertThat(found.word()).isEqualTo("route");
              assertThat(found.in("other").key().toString()).contains("other").contains("Route");
            });
  }

  @Test
  void anObjectWithoutHostsClaimsNone() {
    assertThat(claimed("{'metadata': {}}", ANNOTATION).orElseThrow().hosts()).isEmpty();
  }

  @Test
  void whatCannotBeToldIsAProblemOfTheObject() {
    assertThat(claimed("{}", "[object.spec.host]").orElseThrow().unreadable())
        .singleElement()
        .extracting(FieldProblem::problem)
        .asString()
        .startsWith("invalid route: its hosts can't be told: ");
    assertThat(claimed("{'h': 1}", "[object.h]").orElseThrow().unreadable()).hasSize(1);
    assertThat(claimed("{'h': 1}", "object.h").orElseThrow().unreadable()).hasSize(1);
  }

  @Test
  void otherKindsAreNoneOfItsBusiness() {
    assertThat(claimed("{}")).isEmpty();
  }
}

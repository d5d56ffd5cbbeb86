package dev.sekisho.policies.model;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyMatchTest {

  private static final Requester DEPLOYER =
      new Requester("system:serviceaccount:ci:deployer", Set.of("system:serviceaccounts", "devs"));

  private static NamespaceFacts namespace(String name, String tier) {
    return new NamespaceFacts(name, Map.of("tier", tier), Map.of());
  }

  @Test
  void allMatchesEverything() {
    assertThat(PolicyMatch.ALL.matches(NamespaceFacts.unknown("qa"))).isTrue();
    assertThat(PolicyMatch.ALL.matches(DEPLOYER)).isTrue();
    assertThat(PolicyMatch.ALL.hasSubjects()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "qa, edge, true",
    "team-a, edge, true",
    "qa, core, false",
    "shop, edge, false",
    "team-x, edge, false",
    "team-x, core, false",
  })
  void keysAndEntriesOr(String name, String tier, boolean matches) {
    var match =
        policy("p")
            .namespaces("qa", "team-*")
            .namespaceLabel("tier", "edge")
            .excludeNamespaces("team-x", "nothing")
            .build()
            .match();
    assertThat(match.matches(namespace(name, tier))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "system:serviceaccount:ci:*, true",
    "system:serviceaccount:ci:deployer, true",
    "system:serviceaccount:*, true",
    "*, true",
    "deployer, false",
    "devs, false",
    "group:devs, true",
    "group:dev?, true",
    "group:system:serviceaccounts, true",
    "group:ops, false",
    "group:*, true",
    "group:system:serviceaccount:ci:deployer, false",
  })
  void subjectsAreUsersOrGroups(String subject, boolean matches) {
    var including = policy("p").subjects("nobody", subject).build().match();
    assertThat(including.matches(DEPLOYER)).isEqualTo(matches);
    assertThat(including.hasSubjects()).isTrue();
    var excluding = policy("p").excludeSubjects("nobody", subject).build().match();
    assertThat(excluding.matches(DEPLOYER)).isEqualTo(!matches);
    assertThat(excluding.hasSubjects()).isFalse();
  }

  @Test
  void excludedSubjectsWinOverSubjects() {
    var match = policy("p").subjects("*").excludeSubjects("group:devs").build().match();
    assertThat(match.matches(DEPLOYER)).isFalse();
    assertThat(match.matches(new Requester("alice", Set.of()))).isTrue();
  }
}

package dev.sekisho.policies.model;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicySetTest {

  private static final NamespaceFacts QA = NamespaceFacts.unknown("qa");
  private static final Requester ALICE = new Requester("alice", Set.of());

  private static PolicySet set(PolicyDraft... drafts) {
    return PolicySet.of(Stream.of(drafts).map(PolicyDraft::build).toList());
  }

  private static List<String> names(Stream<Policy> policies) {
    return policies.map(p -> p.id().name()).toList();
  }

  @Test
  void isInTheOrderOfIds() {
    assertThat(names(set(policy("c"), policy("a"), policy("b")).policies().stream()))
        .containsExactly("a", "b", "c");
  }

  @Test
  void idsSortByNamespaceThenConfigMapThenName() {
    var ids =
        Stream.of("a/b/b", "b/a/a", "a/b/a", "a/a/c")
            .map(text -> text.split("/"))
            .map(parts -> new PolicyId(parts[0], parts[1], parts[2]))
            .sorted();
    assertThat(ids.map(PolicyId::toString)).containsExactly("a/a/c", "a/b/a", "a/b/b", "b/a/a");
  }

  @Test
  void refusesTwoOfOneId() {
    var twice = List.of(policy("a").build(), policy("a").deny("x.com").build());
    assertThatThrownBy(() -> PolicySet.of(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sekisho/policies/a");
  }

  @Test
  void isImmutable() {
    var given = new ArrayList<>(List.of(policy("a").build()));
    var set = PolicySet.of(given);
    given.clear();
    assertThat(set.policies()).hasSize(1);
    assertThatThrownBy(() -> set.policies().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void admissionAsksWhoAsksAndRoutingDoesNot() {
    var set =
        set(
            policy("all"),
            policy("alice").subjects("alice"),
            policy("bob").subjects("bob"),
            policy("not-alice").excludeSubjects("alice"),
            policy("shop").namespaces("shop"),
            policy("no-hosts").withoutHosts());
    assertThat(names(set.matching(QA, ALICE))).containsExactly("alice", "all", "no-hosts");
    assertThat(names(set.matching(QA))).containsExactly("all", "no-hosts", "not-alice");
  }

  @Test
  void theFirstMatchingPolicyNamesTheOwnerLabel() {
    var set =
        set(
            policy("a").namespaces("shop").ownerLabel("elsewhere"),
            policy("b").subjects("alice").ownerLabel("callers"),
            policy("c"),
            policy("d").ownerLabel("team"),
            policy("e").ownerLabel("unit"),
            policy("f").ownerLabel("team"));
    assertThat(set.ownerLabel(QA)).isEqualTo(Optional.of("team"));
    assertThat(set.contradictedOwnerLabels(QA))
        .containsExactly(new PolicyId("sekisho", "policies", "e"));
    assertThat(set.ownerLabel(NamespaceFacts.unknown("shop"))).isEqualTo(Optional.of("elsewhere"));
    assertThat(set.contradictedOwnerLabels(NamespaceFacts.unknown("shop"))).hasSize(3);
  }

  @Test
  void noPolicyAtAllSaysNothing() {
    assertThat(PolicySet.EMPTY.policies()).isEmpty();
    assertThat(PolicySet.EMPTY.matching(QA)).isEmpty();
    assertThat(PolicySet.EMPTY.ownerLabel(QA)).isEmpty();
    assertThat(PolicySet.EMPTY.contradictedOwnerLabels(QA)).isEmpty();
  }
}

package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.OWN;
import static dev.sekisho.policies.parse.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Exemption;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.parse.PolicyStatus.Ignored;
import dev.sekisho.policies.parse.PolicyStatus.Ok;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyBookTest {

  private static final Map<String, String> LABEL = Map.of("sekisho.dev/policy", "true");
  private static final String GOOD = policy("edge", "hosts: {deny: [a.example]}");
  private static final String BETTER = policy("edge", "hosts: {deny: [b.example]}");
  private static final String BROKEN =
      policy("edge", "hosts: {dny: [a.example]}\nenfrcement: deny");

  private final PolicyBook book = new PolicyBook(OWN);

  @Test
  void aGoodConfigMapIsInForce() {
    assertThat(book.put(configMap(GOOD))).isEqualTo(new Ok(List.of()));
    assertThat(inForce()).containsExactly("sekisho-system/edge/edge");
    assertThat(book.statuses()).containsOnlyKeys(configMap(GOOD).key());
  }

  @Test
  void severalKeysAndConfigMapsUnite() {
    book.put(configMap(GOOD));
    book.put(
        new PolicyConfigMap(
            OWN,
            "more",
            LABEL,
            Map.of(
                "b.yml",
                policy("b", "{}"),
                "a.yaml",
                policy("a", "{}") + "---\n" + policy("c", "{}")),
            Set.of()));

    assertThat(inForce())
        .containsExactly(
            "sekisho-system/edge/edge",
            "sekisho-system/more/a",
            "sekisho-system/more/b",
            "sekisho-system/more/c");
  }

  @Test
  void aBrokenEditKeepsTheLastGoodVersion() {
    book.put(configMap(GOOD));
    var before = book.policies();

    var status = (PolicyStatus.Broken) book.put(configMap(BROKEN));

    assertThat(status.lastGoodInForce()).isTrue();
    assertThat(status.problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "edge.yaml:5:11 spec.hosts.dny: unknown key, did you mean \"deny\"?",
            "edge.yaml:6:3 spec.enfrcement: unknown key, did you mean \"enforcement\"?");
    assertThat(book.policies()).isSameAs(before);
    assertThat(book.lastGood(OWN, "edge")).contains(configMap(GOOD));
    assertThat(book.statuses()).containsEntry(configMap(GOOD).key(), status);

    assertThat(book.put(configMap(BROKEN + "# again"))).isInstanceOf(PolicyStatus.Broken.class);
    assertThat(book.policies()).isSameAs(before);

    assertThat(book.put(configMap(BETTER))).isInstanceOf(Ok.class);
    assertThat(book.policies().revision()).isNotEqualTo(before.revision());
    assertThat(book.lastGood(OWN, "edge")).contains(configMap(BETTER));
  }

  @Test
  void oneBrokenKeyHoldsTheWholeConfigMapBack() {
    book.put(configMap(GOOD));
    var data = Map.of("edge.yaml", BETTER, "other.yaml", "a: [");

    assertThat(book.put(new PolicyConfigMap(OWN, "edge", LABEL, data, Set.of())))
        .isInstanceOf(PolicyStatus.Broken.class);
    assertThat(book.lastGood(OWN, "edge")).contains(configMap(GOOD));
  }

  @Test
  void whatWasNeverGoodIsNotInForce() {
    var status = (PolicyStatus.Broken) book.put(configMap(BROKEN));

    assertThat(status.lastGoodInForce()).isFalse();
    assertThat(inForce()).isEmpty();
    assertThat(book.lastGood(OWN, "edge")).isEmpty();
  }

  @Test
  void aRestoredVersionStandsInForABrokenOne() {
    assertThat(book.restore(configMap(GOOD))).isInstanceOf(Ok.class);
    assertThat(inForce()).hasSize(1);

    var status = (PolicyStatus.Broken) book.put(configMap(BROKEN));

    assertThat(status.lastGoodInForce()).isTrue();
    assertThat(inForce()).hasSize(1);
    assertThat(book.lastGood(OWN, "edge")).contains(configMap(GOOD));
  }

  @Test
  void restoringNeverReplacesWhatWasPut() {
    book.put(configMap(BETTER));
    var before = book.policies();

    book.restore(configMap(GOOD));

    assertThat(book.policies()).isSameAs(before);
  }

  @Test
  void aRestoredVersionThatIsNoLongerGoodIsForgotten() {
    assertThat(book.restore(configMap(BROKEN))).isInstanceOf(PolicyStatus.Broken.class);
    assertThat(book.statuses()).isEmpty();
    assertThat(inForce()).isEmpty();
  }

  @Test
  void aConfigMapThatIsDeletedTakesItsPoliciesAlong() {
    book.put(configMap(GOOD));

    book.remove(OWN, "edge");

    assertThat(inForce()).isEmpty();
    assertThat(book.statuses()).isEmpty();
    assertThat(((PolicyStatus.Broken) book.put(configMap(BROKEN))).lastGoodInForce()).isFalse();
  }

  @Test
  void aConfigMapThatLosesItsLabelTakesItsPoliciesAlong() {
    book.put(configMap(GOOD));

    var status = book.put(unlabelled(Map.of("edge.yaml", GOOD)));

    assertThat(status)
        .isEqualTo(
            new Ignored(
                List.of(
                    new PolicyNote(
                        "edge.yaml",
                        "looks like a policy but lacks the label sekisho.dev/policy: \"true\""))));
    assertThat(inForce()).isEmpty();
    assertThat(book.lastGood(OWN, "edge")).isEmpty();
    assertThat(book.statuses()).hasSize(1);
    assertThat(status.annotation("r")).isEmpty();
  }

  @Test
  void ordinaryConfigMapsAreNoConcern() {
    var other = Map.of("app.yaml", "url: https://sekisho.dev/docs\napiVersion: v1\n", "x", "a: [");

    assertThat(book.put(unlabelled(other))).isEqualTo(new Ignored(List.of()));
    assertThat(book.statuses()).isEmpty();
  }

  @Test
  void keysThatAreNotReadAreNoted() {
    var status =
        book.put(
            new PolicyConfigMap(
                OWN,
                "edge",
                LABEL,
                Map.of("edge.yaml", GOOD, "README.md", "# hosts", "edge.json", "{}"),
                Set.of("utf16.yaml")));

    assertThat(status.notes())
        .extracting(PolicyNote::toString)
        .containsExactly(
            "README.md: ignored key: it does not end in .yaml or .yml",
            "edge.json: ignored key: it does not end in .yaml or .yml",
            "utf16.yaml: ignored key: binaryData is not read, save the file as UTF-8");
    assertThat(inForce()).hasSize(1);
  }

  @Test
  void aConfigMapWithoutPoliciesIsNoted() {
    assertThat(book.put(configMap("# later\n")).notes())
        .containsExactly(new PolicyNote("", "there is no policy in this ConfigMap"));
  }

  @Test
  void oneNameTwiceInAConfigMapIsAProblem() {
    var data = Map.of("a.yaml", GOOD, "b.yaml", "\n" + GOOD);

    var status =
        (PolicyStatus.Broken) book.put(new PolicyConfigMap(OWN, "x", LABEL, data, Set.of()));

    assertThat(status.problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "b.yaml:4:18 metadata.name: another policy of this ConfigMap has this name, at"
                + " a.yaml:3:18");
    assertThat(inForce()).isEmpty();
  }

  @Test
  void otherNamespacesHavePoliciesOfTheirOwn() {
    var theirs = new PolicyConfigMap("shop", "edge", LABEL, Map.of("edge.yaml", GOOD), Set.of());
    book.put(configMap(GOOD));

    assertThat(book.put(theirs)).isEqualTo(new Ok(List.of()));

    assertThat(book.policies().policies())
        .extracting(p -> p.id() + " " + p.scope())
        .containsExactly("sekisho-system/edge/edge PLATFORM", "shop/edge/edge NAMESPACE");
    assertThat(
            book.put(new PolicyConfigMap("shop", "edge", Map.of(), theirs.data(), Set.of()))
                .notes())
        .as("nobody but the platform is told about forgotten labels")
        .isEmpty();
    assertThat(inForce()).containsExactly("sekisho-system/edge/edge");
  }

  @Test
  void anExemptionThatExpiresMakesANewRevision() {
    var text = policy("edge", "exemptions: [{reason: x, expires: 2027-01-01}, {reason: later}]");
    book.timeIs(Instant.parse("2026-12-31T23:59:59Z"));
    assertThat(book.put(configMap(text))).isEqualTo(new Ok(List.of()));
    var before = book.policies();
    assertThat(before.nextExpiry()).contains(Instant.parse("2027-01-01T00:00:00Z"));

    book.timeIs(Instant.parse("2026-12-31T23:59:59.999Z"));
    assertThat(book.policies()).isSameAs(before);

    book.timeIs(Instant.parse("2027-01-01T00:00:00Z"));
    var after = book.policies();
    assertThat(after.revision()).isNotEqualTo(before.revision());
    assertThat(after.policies().getFirst().exemptions())
        .singleElement()
        .extracting(Exemption::reason)
        .isEqualTo("later");
    assertThat(after.nextExpiry()).isEmpty();
    book.timeIs(Instant.parse("2028-01-01T00:00:00Z"));
    book.put(configMap(text + "# comment"));
    assertThat(book.policies()).isSameAs(after);

    book.timeIs(Instant.parse("2026-12-31T23:59:58Z"));
    assertThat(book.policies().revision())
        .as("a clock that was put right")
        .isEqualTo(before.revision());
  }

  @Test
  void anExemptionThatHadExpiredIsNoted() {
    var text =
        policy(
            "edge",
            "exemptions: [{reason: x}, {reason: later, expires: '2026-01-01T01:00:00+01:00'}]");
    book.timeIs(Instant.parse("2026-06-01T00:00:00Z"));

    assertThat(book.put(configMap(text)))
        .isEqualTo(
            new Ok(
                List.of(
                    new PolicyNote(
                        "edge.yaml",
                        "spec.exemptions[1] of policy edge has expired at 2026-01-01T00:00:00Z and"
                            + " is without effect: remove it"))));
    assertThat(book.policies().policies().getFirst().exemptions()).hasSize(1);
  }

  @Test
  void manifestFilesMayMixKinds() {
    var text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: qa}\n---\n" + GOOD;
    var file = new PolicyConfigMap(OWN, "f", LABEL, Map.of("dir/f.yaml", text), Set.of());

    assertThat(book.put(file)).isInstanceOf(PolicyStatus.Broken.class);
    assertThat(book.put(file, OtherKinds.SKIP)).isEqualTo(new Ok(List.of()));
    assertThat(inForce()).containsExactly("sekisho-system/f/edge");
  }

  @Test
  void manifestFilesMayBeJson() {
    var json =
        "{\"apiVersion\": \"sekisho.dev/v1alpha1\", \"kind\": \"Policy\", \"metadata\": {\"name\":"
            + " \"j\"}, \"spec\": {}}";

    book.put(
        new PolicyConfigMap(OWN, "f", LABEL, Map.of("f.json", json), Set.of()), OtherKinds.SKIP);

    assertThat(inForce()).containsExactly("sekisho-system/f/j");
  }

  @Test
  void nothingNewIsTheSameSet() {
    assertThat(book.policies()).isSameAs(PolicySet.EMPTY);
    book.put(configMap(GOOD));
    var before = book.policies();

    book.put(configMap(GOOD));
    book.put(configMap(GOOD + "# comment"));
    book.put(unlabelledOther());
    book.remove(OWN, "absent");

    assertThat(book.policies()).isSameAs(before);
  }

  private static PolicyConfigMap unlabelledOther() {
    return new PolicyConfigMap(OWN, "other", Map.of(), Map.of("a.yaml", GOOD), Set.of());
  }

  private static PolicyConfigMap configMap(String text) {
    return new PolicyConfigMap(OWN, "edge", LABEL, Map.of("edge.yaml", text), Set.of());
  }

  private static PolicyConfigMap unlabelled(Map<String, String> data) {
    return new PolicyConfigMap(OWN, "edge", Map.of("sekisho.dev/policy", "false"), data, Set.of());
  }

  private List<String> inForce() {
    return book.policies().policies().stream().map(p -> p.id().toString()).toList();
  }
}

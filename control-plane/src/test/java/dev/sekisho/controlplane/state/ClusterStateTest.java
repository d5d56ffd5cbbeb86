package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import org.junit.jupiter.api.Test;

class ClusterStateTest {

  private static final String OWN = "sekisho-system";

  private final Objects objects = new Objects(new ClusterState(OWN));
  private final ClusterState state = objects.state();

  @Test
  void withoutPolicyAllIsAllowedAndTheLedgerStillHasOneOwner() {
    objects.ingress("a", "one", "x.test", "sekisho", 1);
    objects.ingress("b", "two", "x.test", "sekisho", 2);

    assertThat(objects.granted()).containsExactly("a/one");
    assertThat(objects.messages("c", "free.test")).isEmpty();
  }

  @Test
  void aPolicyEditChangesVerdictAndRouteTogether() {
    objects.namespace("qa");
    objects.ingress("qa", "web", "x.qa.test", "sekisho", 1);
    objects.policy("edge", "allow: ['*.qa.test']");
    assertThat(objects.granted()).containsExactly("qa/web");
    assertThat(objects.messages("qa", "y.qa.test")).isEmpty();

    objects.policy("edge", "allow: ['*.other.test']");

    assertThat(objects.granted()).isEmpty();
    assertThat(objects.messages("qa", "y.qa.test"))
        .containsExactly("invalid ingress host \"y.qa.test\"");
    assertThat(state.gatewayInput().granted()).isEmpty();
    assertThat(state.gatewayInput().revision()).isEqualTo(state.policies().revision().toString());
  }

  @Test
  void theDefaultClassDecidesWhereAnIngressWithoutClassIsServed() {
    objects.ingress("qa", "web", "x.test", "", 1);
    assertThat(objects.granted()).isEmpty();

    objects.ingressClass("sekisho", true);
    assertThat(objects.granted()).containsExactly("qa/web");

    objects.ingressClass("sekisho", false);
    assertThat(objects.granted()).isEmpty();

    objects.ingressClass("sekisho", true);
    objects.delete("IngressClass", "", "sekisho");
    assertThat(objects.granted()).isEmpty();
  }

  @Test
  void anIngressThatMovesIntoTheClassMeetsItsOlderOwner() {
    objects.ingress("a", "old", "x.test", "sekisho", 1);
    objects.ingress("b", "young", "x.test", "", 2);
    objects.ingressClass("sekisho", true);

    assertThat(objects.granted()).containsExactly("a/old");
  }

  @Test
  void aNamespacesAnnotationDecidesAnew() {
    objects.policy("edge", "allowFromNamespaceAnnotation: hosts");
    objects.ingress("qa", "web", "x.qa.test", "sekisho", 1);
    assertThat(objects.granted()).as("the namespace isn't known yet").isEmpty();
    assertThat(state.hosts().knowsNamespace("qa")).isFalse();

    objects.namespace("qa", "hosts", "*.qa.test");
    assertThat(objects.granted()).containsExactly("qa/web");
    assertThat(objects.messages("qa", "y.qa.test")).isEmpty();

    objects.namespace("qa", "hosts", "*.other.test");
    assertThat(objects.granted()).isEmpty();
    assertThat(objects.messages("qa", "y.qa.test")).hasSize(1);

    objects.namespace("qa", "hosts", "*.qa.test");
    objects.delete("Namespace", "", "qa");
    assertThat(objects.granted()).isEmpty();
    assertThat(state.hosts().knowsNamespace("qa")).isFalse();
  }

  @Test
  void aDiscoveredNamespaceCountsUntilItIsReported() {
    objects.policy("edge", "allowFromNamespaceAnnotation: hosts");
    var discovered = Objects.namespaceFacts("qa", "hosts", "*.qa.test");

    state.discovered(discovered);
    assertThat(objects.messages("qa", "y.qa.test")).isEmpty();

    objects.namespace("qa", "hosts", "*.other.test");
    state.discovered(discovered);
    assertThat(objects.messages("qa", "y.qa.test")).as("the report is newer").hasSize(1);
  }

  @Test
  void aHostNeverHasTwoOwners() {
    objects.policy("edge", "conflicts: deny");
    objects.ingress("b", "young", "*.x.test", "sekisho", 2);
    assertThat(objects.granted()).containsExactly("b/young");
    objects.ingress("a", "old", "y.x.test", "sekisho", 1);
    assertThat(objects.granted()).containsExactly("a/old");
    assertThat(objects.messages("c", "y.x.test"))
        .containsExactly("invalid ingress host \"y.x.test\" (conflicts with a/old)");

    objects.delete("Ingress", "a", "old");
    assertThat(objects.granted()).containsExactly("b/young");
    objects.delete("Ingress", "b", "young");
    assertThat(objects.granted()).isEmpty();
  }

  @Test
  void otherClassesAreOtherGateways() {
    objects.ingress("a", "one", "x.test", "nginx", 1);
    objects.ingress("b", "two", "x.test", "sekisho", 2);

    assertThat(objects.granted()).containsExactly("b/two");
  }

  @Test
  void anUpdateIsReviewedForWhatItAdds() {
    objects.policy("edge", "allow: ['*.qa.test']");
    var before = Objects.ingressTree("qa", "web", "old.test");
    var after = Objects.ingressTree("qa", "web", "new.test");

    assertThat(state.review(Objects.update(before, before))).isEmpty();
    assertThat(state.review(Objects.update(before, after)))
        .extracting(Violation::message)
        .containsExactly("invalid ingress host \"new.test\"");
  }

  @Test
  void deletionsSubresourcesAndWhatIsBeingDeletedAreNotJudged() {
    objects.policy("edge", "allow: ['*.qa.test']");
    var bad = Objects.ingressTree("qa", "web", "bad.test");
    var worse = (ObjectNode) Objects.ingressTree("qa", "web", "worse.test");
    var none = MissingNode.getInstance();
    assertThat(state.review(Objects.create(worse))).as("it is bad").hasSize(1);

    assertThat(state.review(Objects.request(Operation.DELETE, none, worse))).isEmpty();
    assertThat(state.review(Objects.request(Operation.CONNECT, worse, none))).isEmpty();
    assertThat(state.review(ofSubResource(Objects.update(bad, worse)))).isEmpty();
    worse.withObjectProperty("metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
    assertThat(state.review(Objects.update(bad, worse))).isEmpty();
  }

  private static ObjectRequest ofSubResource(ObjectRequest request) {
    return new ObjectRequest(
        request.kind(),
        request.resource(),
        "status",
        request.operation(),
        request.name(),
        request.namespace(),
        request.requester(),
        request.dryRun(),
        request.objectTree(),
        request.oldObjectTree());
  }

  @Test
  void aNamespaceIsAskedForWhereAPolicyMightMatter() {
    var request = Objects.create(Objects.ingressTree("qa", "web", "x.test"));
    assertThat(state.unknownNamespace(request)).as("without policies").isEmpty();

    objects.policy("edge", "allow: ['*.qa.test']");
    assertThat(state.unknownNamespace(request)).contains("qa");
    var itself = "{apiVersion: v1, kind: Namespace, metadata: {name: qa, namespace: qa}}";
    assertThat(state.unknownNamespace(Objects.create(Objects.tree(itself)))).isEmpty();

    objects.namespace("qa");
    assertThat(state.unknownNamespace(request)).isEmpty();
  }

  @Test
  void whatWasLetThroughKeepsOthersOutUntilItShowsUpOrTimeIsOver() {
    objects.policy("edge", "conflicts: deny");
    var mine = Objects.create(Objects.ingressTree("a", "web", "x.test"));
    var theirs = Objects.create(Objects.ingressTree("b", "web", "x.test"));

    assertThat(state.admit(asDryRun(mine), Objects.NOW)).isEmpty();
    assertThat(state.admit(mine, Objects.NOW)).as("a dry run holds nothing").isEmpty();
    assertThat(state.admit(mine, Objects.NOW)).as("again").isEmpty();
    assertThat(state.admit(theirs, Objects.NOW.plusSeconds(4)))
        .extracting(Violation::message)
        .containsExactly("invalid ingress host \"x.test\" (conflicts with a/web)");
    assertThat(objects.granted()).as("it has no say in routing").isEmpty();
    assertThat(state.admit(theirs, Objects.NOW.plusSeconds(5))).as("it never came").isEmpty();
    assertThat(state.admit(mine, Objects.NOW.plusSeconds(5))).hasSize(1);

    objects.ingress("b", "web", "x.test", "sekisho", 1);
    objects.delete("Ingress", "b", "web");
    assertThat(state.admit(mine, Objects.NOW.plusSeconds(5))).as("it came and went").isEmpty();
  }

  @Test
  void whatIsRefusedReservesNothing() {
    objects.policy("edge", "allow: ['*.test'], deny: [no.test]");
    var both =
        Objects.tree(
            Objects.ingressTree("a", "web", "x.test")
                .toString()
                .replace("\"rules\":[", "\"rules\":[{\"host\":\"no.test\"},"));

    assertThat(state.admit(Objects.create(both), Objects.NOW)).hasSize(1);
    assertThat(state.admit(Objects.create(Objects.ingressTree("b", "web", "x.test")), Objects.NOW))
        .isEmpty();
  }

  private static ObjectRequest asDryRun(ObjectRequest request) {
    return new ObjectRequest(
        request.kind(),
        request.resource(),
        request.subResource(),
        request.operation(),
        request.name(),
        request.namespace(),
        request.requester(),
        true,
        request.objectTree(),
        request.oldObjectTree());
  }

  @Test
  void kindsThatDoNotMatterAreIgnored() {
    assertThat(
            objects.put(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: qa}
                """))
        .isEmpty();
    objects.delete("Deployment", "qa", "web");
    objects.delete("Ingress", "qa", "never-there");
    objects.delete("ConfigMap", "qa", "never-there");
    objects.delete("IngressClass", "", "never-there");
    assertThat(objects.granted()).isEmpty();
  }

  @Test
  void contradictingOwnerLabelsAreTold() {
    objects.namespace("qa");
    objects.policy("a", "ownerLabel: team");
    objects.policy("b", "ownerLabel: squad");

    assertThat(state.hosts().ownerLabelProblems())
        .singleElement()
        .asString()
        .contains("sekisho-system/b", "spec.hosts.ownerLabel", "qa");
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicyDraft;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster for tests of the review: policies, namespaces, stored Ingresses. */
final class World {

  private static final Requester ALICE = new Requester("alice", Set.of("developers"));

  private final List<Policy> policies = new ArrayList<>();
  private final Map<String, NamespaceFacts> namespaces = new HashMap<>();
  private final HostLedger ledger = new HostLedger();
  private Optional<String> defaultClass = Optional.empty();
  private Requester requester = ALICE;

  static World under(PolicyDraft... drafts) {
    var world = new World();
    for (PolicyDraft draft : drafts) {
      world.policies.add(draft.build());
    }
    return world;
  }

  World annotated(String namespace, String key, String value) {
    namespaces.put(namespace, new NamespaceFacts(namespace, Map.of(), Map.of(key, value)));
    return this;
  }

  World labelled(String namespace, Map<String, String> labels) {
    namespaces.put(namespace, new NamespaceFacts(namespace, labels, Map.of()));
    return this;
  }

  World defaultClass(String name) {
    defaultClass = Optional.of(name);
    return this;
  }

  World as(String user, String... groups) {
    requester = new Requester(user, Set.of(groups));
    return this;
  }

  /** Puts Ingresses there around admission. */
  World stored(IngressDraft... drafts) {
    for (IngressDraft draft : drafts) {
      var ingress = draft.build();
      ledger.put(
          HostReviewer.claimingObject(
              request(ingress), namespace(ingress), PolicySet.of(policies)));
    }
    return this;
  }

  World deleted(String name) {
    ledger.remove(key(name));
    return this;
  }

  List<Violation> create(IngressDraft draft) {
    var ingress = draft.build();
    return HostReviewer.review(
        request(ingress), namespace(ingress), requester, PolicySet.of(policies), ledger);
  }

  List<Violation> update(IngressDraft before, IngressDraft after) {
    var ingress = after.build();
    return HostReviewer.reviewUpdate(
        request(before.build()),
        request(ingress),
        namespace(ingress),
        requester,
        PolicySet.of(policies),
        ledger);
  }

  List<String> messagesOfCreate(IngressDraft draft) {
    return create(draft).stream().map(Violation::message).toList();
  }

  List<String> rulesOfCreate(IngressDraft draft) {
    return create(draft).stream().map(Violation::rule).toList();
  }

  List<String> messagesOfUpdate(IngressDraft before, IngressDraft after) {
    return update(before, after).stream().map(Violation::message).toList();
  }

  ClaimVerdict verdict(String name) {
    return ledger.verdict(key(name)).orElseThrow();
  }

  boolean isRouted(String name) {
    return verdict(name).isGranted();
  }

  private HostRequest request(Ingress ingress) {
    var checks = NamespaceChecks.of(namespace(ingress), PolicySet.of(policies));
    return IngressClaims.of(ingress, checks.owner(), defaultClass);
  }

  private NamespaceFacts namespace(Ingress ingress) {
    String name = ingress.meta().namespace();
    return namespaces.getOrDefault(name, NamespaceFacts.unknown(name));
  }

  private static ObjectKey key(String name) {
    var parts = List.of(name.split("/"));
    return new ObjectKey(Ingress.KIND, parts.getFirst(), parts.getLast());
  }
}

package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static dev.sekisho.policies.model.PolicyDraft.policyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemption;
import dev.sekisho.policies.model.HostRules.Uniqueness;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicyDraft;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a namespace's own policy says: with the same claims of others, no violation goes away by
 * it, and nobody else has one more.
 */
class NamespacePoliciesPropertyTest {

  private static final Requester ALICE = new Requester("alice", Set.of("devs"));
  private static final List<String> NAMESPACES = List.of("qa", "shop");
  private static final String[] HOSTS = {"a.com", "b.com", "x.a.com", "*.a.com", "*"};

  @Property(tries = 2000)
  void theyOnlySubtract(
      @ForAll("platforms") List<Policy> platform,
      @ForAll("owns") Policy own,
      @ForAll("ingresses") IngressDraft draft) {
    var ledger = stored(platform);
    var with = new ArrayList<>(platform);
    with.add(own);
    var namespace = facts(draft.build().meta().namespace());

    var before =
        HostReviewer.review(
            request(draft, platform), namespace, ALICE, PolicySet.of(platform), ledger);
    var after =
        HostReviewer.review(request(draft, with), namespace, ALICE, PolicySet.of(with), ledger);
    assertThat(after).containsAll(before);

    var claimBefore =
        HostReviewer.claimingObject(request(draft, platform), namespace, PolicySet.of(platform));
    var claimAfter =
        HostReviewer.claimingObject(request(draft, with), namespace, PolicySet.of(with));
    assertThat(claimAfter.notAllowed()).containsAll(claimBefore.notAllowed());
    assertThat(claimAfter.owner()).isEqualTo(claimBefore.owner());

    if (!namespace.name().equals(own.id().namespace())) {
      assertThat(after).isEqualTo(before);
      assertThat(claimAfter).isEqualTo(claimBefore);
    } else {
      var added = new HashSet<>(after);
      before.forEach(added::remove);
      assertThat(added).allSatisfy(v -> assertThat(v.policy()).isEqualTo(own.id().toString()));
    }
  }

  private static HostRequest request(IngressDraft draft, List<Policy> policies) {
    var ingress = draft.build();
    var checks = NamespaceChecks.of(facts(ingress.meta().namespace()), PolicySet.of(policies));
    return IngressClaims.of(ingress, checks.owner(), Optional.empty());
  }

  private static NamespaceFacts facts(String name) {
    return new NamespaceFacts(name, Map.of("team", "one"), Map.of("hosts", "b.com"));
  }

  private static HostLedger stored(List<Policy> policies) {
    var ledger = new HostLedger();
    for (String name : List.of("bank/x", "qa/x", "shop/x")) {
      var draft = ingress(name).host("a.com").host("x.b.com").createdAt(1);
      ledger.put(
          HostReviewer.claimingObject(
              request(draft, policies),
              NamespaceFacts.unknown(draft.build().meta().namespace()),
              PolicySet.of(policies)));
    }
    return ledger;
  }

  @Provide
  Arbitrary<List<Policy>> platforms() {
    var drafts = drafts(policy("p")).map(NamespacePoliciesPropertyTest::exempting);
    return drafts
        .list()
        .ofMaxSize(3)
        .map(
            list -> {
              var policies = new ArrayList<Policy>();
              for (int i = 0; i < list.size(); i++) {
                policies.add(named(list.get(i), i));
              }
              return policies;
            });
  }

  private static PolicyDraft exempting(PolicyDraft draft) {
    return draft.exempting(
        new Exemption(
            List.of(),
            List.of("hosts.deny"),
            Optional.empty(),
            List.of(),
            "because",
            Optional.empty()));
  }

  private static Policy named(PolicyDraft draft, int number) {
    var p = draft.build();
    return new Policy(
        policy("p" + number).build().id(),
        p.scope(),
        p.enforcement(),
        p.match(),
        p.hosts(),
        p.secrets(),
        p.mesh(),
        p.rules(),
        p.mutations(),
        p.exemptions());
  }

  /** With all that the parser would refuse there. */
  @Provide
  Arbitrary<Policy> owns() {
    return Arbitraries.of(NAMESPACES)
        .flatMap(namespace -> drafts(policyOf(namespace, "own")))
        .map(draft -> exempting(draft).build());
  }

  private static Arbitrary<PolicyDraft> drafts(PolicyDraft base) {
    return Combinators.combine(
            Arbitraries.of(Enforcement.values()),
            Arbitraries.of(HOSTS).set().ofMaxSize(2),
            Arbitraries.of(HOSTS).set().ofMaxSize(1),
            Arbitraries.integers().between(0, 255),
            Arbitraries.of(Uniqueness.values()))
        .as(
            (enforcement, allow, deny, bits, unique) -> {
              var id = base.build().id();
              var draft = base.build().isPlatform() ? policy("p") : policyOf(id.namespace(), "own");
              draft
                  .enforcement(enforcement)
                  .allow(allow.toArray(String[]::new))
                  .deny(deny.toArray(String[]::new))
                  .unique(unique)
                  .emptyDenied((bits & 1) != 0)
                  .wildcardDenied((bits & 2) != 0)
                  .conflictsDenied((bits & 4) != 0)
                  .tls((bits & 8) != 0, false);
              if ((bits & 16) != 0) {
                draft.allowFromAnnotation("hosts");
              }
              if ((bits & 32) != 0) {
                draft.ownerLabel("team");
              }
              if ((bits & 64) != 0) {
                draft.ingressClasses("nginx");
              }
              return (bits & 128) != 0 ? draft.unlistedDenied(false) : draft;
            });
  }

  @Provide
  Arbitrary<IngressDraft> ingresses() {
    return Combinators.combine(
            Arbitraries.of(NAMESPACES),
            Arbitraries.of("a.com", "b.com", "x.a.com", "*.a.com", "no host", "")
                .list()
                .ofMaxSize(3))
        .as(
            (namespace, hosts) -> {
              var draft = ingress(namespace + "/new").createdAt(2);
              for (String host : hosts) {
                var unused = host.isEmpty() ? draft.hostless() : draft.host(host);
              }
              return draft;
            });
  }
}

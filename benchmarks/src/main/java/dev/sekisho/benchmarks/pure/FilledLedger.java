package dev.sekisho.benchmarks.pure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.benchmarks.admission.Workload;
import dev.sekisho.policies.hosts.HostLedger;
import dev.sekisho.policies.hosts.HostRequest;
import dev.sekisho.policies.hosts.HostReviewer;
import dev.sekisho.policies.hosts.IngressClaims;
import dev.sekisho.policies.hosts.NamespaceChecks;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A ledger with so many Ingresses in it, under the reference policy. For one thread. */
final class FilledLedger {

  static final PolicySourceText POLICY =
      new PolicySourceText(
          "sekisho-system", "edge", "edge.yaml", Workload.policy(), "sekisho-system");

  private static final Requester REQUESTER = new Requester("jane", Set.of("developers"));

  private final PolicySet policies = PolicySet.of(PolicyParser.parse(POLICY).policies());
  private final HostLedger ledger = new HostLedger();

  FilledLedger(int ingresses) {
    for (int i = 0; i < ingresses; i++) {
      put(ingress(i));
    }
  }

  /** The tree of Ingress {@code number}, as it is in the load run. */
  static ObjectNode tree(int number) {
    return Workload.ingress(number);
  }

  static Ingress ingress(int number) {
    return IngressReader.read(tree(number));
  }

  /** One that asks for the host of another, in a namespace next to its. */
  static Ingress asking(int number, String host) {
    JsonNode tree = tree(number);
    ((ObjectNode) tree.at("/spec/rules/0")).put("host", host);
    return IngressReader.read(tree);
  }

  HostRequest claims(Ingress ingress) {
    var owner = NamespaceChecks.of(namespaceOf(ingress), policies).owner();
    return IngressClaims.of(ingress, owner, Optional.empty());
  }

  List<Violation> review(Ingress ingress) {
    return HostReviewer.review(claims(ingress), namespaceOf(ingress), REQUESTER, policies, ledger);
  }

  void put(Ingress ingress) {
    ledger.put(HostReviewer.claimingObject(claims(ingress), namespaceOf(ingress), policies));
  }

  void remove(Ingress ingress) {
    ledger.remove(ingress.key());
  }

  private static NamespaceFacts namespaceOf(Ingress ingress) {
    int number = Integer.parseInt(ingress.meta().namespace().substring("team-".length()));
    return NAMESPACES.get(number);
  }

  private static final List<NamespaceFacts> NAMESPACES =
      IntStream.range(0, Workload.NAMESPACES)
          .mapToObj(number -> MetaReader.namespace(Workload.namespace(number)))
          .toList();
}

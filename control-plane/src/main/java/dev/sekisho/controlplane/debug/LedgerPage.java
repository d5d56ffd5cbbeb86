package dev.sekisho.controlplane.debug;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.model.Violation;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** The objects that claim hosts, and what the ledger says of them. */
public final class LedgerPage {
  private LedgerPage() {}

  /** By kind, namespace and name. */
  public static ArrayNode of(ClusterState state, Viewer viewer) {
    var all = JsonNodeFactory.instance.arrayNode();
    state
        .hosts()
        .verdicts()
        .filter(entry -> viewer.sees(entry.getKey().key().namespace()))
        .sorted(Comparator.comparing(entry -> entry.getKey().key().toString()))
        .forEach(entry -> add(entry, all));
    return all;
  }

  private static void add(Map.Entry<ClaimingObject, ClaimVerdict> entry, ArrayNode all) {
    var one = all.addObject();
    one.put("object", entry.getKey().key().toString());
    var hosts = one.putArray("hosts");
    entry.getKey().claims().stream()
        .map(claim -> claim.pattern().toString())
        .distinct()
        .forEach(hosts::add);
    switch (entry.getValue()) {
      case ClaimVerdict.Granted() -> one.put("verdict", "granted");
      case ClaimVerdict.NotAllowed(var violations) -> {
        one.put("verdict", "not allowed");
        one.put(
            "why",
            violations.stream()
                .map(Violation::message)
                .distinct()
                .collect(Collectors.joining(", ")));
      }
      case ClaimVerdict.Conflict(var claim, var with) -> {
        one.put("verdict", "conflict");
        one.put("why", "%s is served for %s".formatted(claim.pattern(), with.object()));
      }
    }
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The claims on one exposure in a tree of host labels, the rightmost label first. Finding what
 * overlaps an exact host visits one node for each of its labels; a wildcard also visits what lies
 * under it.
 */
final class ClaimTree {

  /** A claim with the entry of the ledger that it belongs to. */
  record Placed(LedgerEntry entry, HostClaim claim) {}

  private static final class Node {
    final Map<String, Node> children = new HashMap<>();
    final List<Placed> exact = new ArrayList<>(1);
    final List<Placed> wildcard = new ArrayList<>(0);

    boolean isEmpty() {
      return children.isEmpty() && exact.isEmpty() && wildcard.isEmpty();
    }

    List<Placed> at(HostPattern pattern) {
      return pattern.isWildcard() ? wildcard : exact;
    }

    void visitAll(Consumer<Placed> visitor) {
      exact.forEach(visitor);
      wildcard.forEach(visitor);
      children.values().forEach(child -> child.visitAll(visitor));
    }
  }

  private final Node root = new Node();

  void add(LedgerEntry entry, HostClaim claim) {
    Node node = root;
    for (String label : claim.pattern().reversedLabels()) {
      node = node.children.computeIfAbsent(label, l -> new Node());
    }
    node.at(claim.pattern()).add(new Placed(entry, claim));
  }

  void remove(LedgerEntry entry, HostClaim claim) {
    remove(root, claim.pattern().reversedLabels(), entry, claim);
  }

  private static void remove(Node node, List<String> labels, LedgerEntry entry, HostClaim claim) {
    if (labels.isEmpty()) {
      node.at(claim.pattern()).removeIf(p -> p.entry() == entry && p.claim().equals(claim));
      return;
    }
    Node child = node.children.get(labels.getFirst());
    if (child != null) {
      remove(child, labels.subList(1, labels.size()), entry, claim);
      if (child.isEmpty()) {
        node.children.remove(labels.getFirst());
      }
    }
  }

  /** Calls {@code visitor} with every claim whose pattern overlaps {@code pattern}. */
  void overlapping(HostPattern pattern, Consumer<Placed> visitor) {
    Node node = root;
    for (String label : pattern.reversedLabels()) {
      node.wildcard.forEach(visitor);
      Node child = node.children.get(label);
      if (child == null) {
        return;
      }
      node = child;
    }
    if (pattern.isWildcard()) {
      node.wildcard.forEach(visitor);
      node.children.values().forEach(child -> child.visitAll(visitor));
    } else {
      node.exact.forEach(visitor);
    }
  }

  boolean isEmpty() {
    return root.isEmpty();
  }
}

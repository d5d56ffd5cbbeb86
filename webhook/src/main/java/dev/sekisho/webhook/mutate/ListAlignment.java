package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which elements of two lists belong together, so that as few as possible are added, removed or
 * changed. Equal ones do, and objects with the same {@code name} or without any, which Kubernetes
 * tells elements apart by.
 */
final class ListAlignment {

  /** What becomes of an element, in the order of the lists. */
  sealed interface Step {
    /** It stays; inside there may be changes. */
    record Both(JsonNode before, JsonNode after) implements Step {}

    record Added(JsonNode after) implements Step {}

    record Removed() implements Step {}
  }

  /**
   * Pairs of elements that are compared at most: a quarter of a million takes milliseconds. Lists
   * that differ over more than that are compared place by place.
   */
  private static final int MAX_PAIRS = 250_000;

  private static final int CHANGE = 1;
  private static final int ADD_OR_REMOVE = 1;

  /** More than an addition and a removal. */
  private static final int NEVER = 3;

  private final List<JsonNode> source;
  private final List<JsonNode> target;

  private ListAlignment(List<JsonNode> source, List<JsonNode> target) {
    this.source = source;
    this.target = target;
  }

  static List<Step> of(JsonNode source, JsonNode target) {
    return new ListAlignment(source.valueStream().toList(), target.valueStream().toList()).steps();
  }

  private List<Step> steps() {
    int start = 0;
    int shorter = Math.min(source.size(), target.size());
    while (start < shorter && TreeDiff.same(source.get(start), target.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && TreeDiff.same(
            source.get(source.size() - 1 - end), target.get(target.size() - 1 - end))) {
      end++;
    }
    var steps = new ArrayList<Step>();
    for (int i = 0; i < start; i++) {
      steps.add(new Step.Both(source.get(i), target.get(i)));
    }
    steps.addAll(
        new ListAlignment(
                source.subList(start, source.size() - end),
                target.subList(start, target.size() - end))
            .middle());
    // What follows is equal and needs no step.
    return steps;
  }

  private List<Step> middle() {
    return (long) source.size() * target.size() > MAX_PAIRS ? placeByPlace() : cheapest();
  }

  private List<Step> placeByPlace() {
    var steps = new ArrayList<Step>();
    int shorter = Math.min(source.size(), target.size());
    for (int i = 0; i < shorter; i++) {
      steps.add(new Step.Both(source.get(i), target.get(i)));
    }
    target.subList(shorter, target.size()).forEach(added -> steps.add(new Step.Added(added)));
    steps.addAll(Collections.nCopies(source.size() - shorter, new Step.Removed()));
    return steps;
  }

  /** The way of least cost through the table of both lists (Wagner and Fischer, 1974). */
  private List<Step> cheapest() {
    int[][] cost = costs();
    var backwards = new ArrayList<Step>();
    int i = source.size();
    int j = target.size();
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + change(i - 1, j - 1)) {
        backwards.add(new Step.Both(source.get(--i), target.get(--j)));
      } else if (j > 0 && cost[i][j] == cost[i][j - 1] + ADD_OR_REMOVE) {
        backwards.add(new Step.Added(target.get(--j)));
      } else {
        backwards.add(new Step.Removed());
        i--;
      }
    }
    return backwards.reversed();
  }

  /** The least cost from the first {@code i} of the one list to the first {@code j} of the other */
  private int[][] costs() {
    int[][] cost = new int[source.size() + 1][target.size() + 1];
    for (int i = 0; i <= source.size(); i++) {
      for (int j = 0; j <= target.size(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = (i + j) * ADD_OR_REMOVE;
        } else {
          cost[i][j] =
              Math.min(
                  cost[i - 1][j - 1] + change(i - 1, j - 1),
                  Math.min(cost[i - 1][j], cost[i][j - 1]) + ADD_OR_REMOVE);
        }
      }
    }
    return cost;
  }

  private int change(int i, int j) {
    JsonNode before = source.get(i);
    JsonNode after = target.get(j);
    if (TreeDiff.same(before, after)) {
      return 0;
    }
    boolean comparable =
        before.isObject() && after.isObject() && before.path("name").equals(after.path("name"));
    return comparable || (before.isValueNode() && after.isValueNode()) ? CHANGE : NEVER;
  }
}

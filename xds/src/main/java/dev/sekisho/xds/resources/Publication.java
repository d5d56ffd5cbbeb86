package dev.sekisho.xds.resources;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A snapshot with what distinguishes it from those that were published before, worked out once for
 * all streams. Immutable.
 */
public final class Publication {
  /** So many steps back are remembered: a stream that lags more compares whole snapshots. */
  private static final int STEPS = 32;

  private record Step(ResourceSnapshot from, Map<ResourceType, SortedSet<String>> changed) {}

  private final ResourceSnapshot snapshot;

  /** Each from the snapshot of the one before, the oldest first. */
  private final List<Step> steps;

  private Publication(ResourceSnapshot snapshot, List<Step> steps) {
    this.snapshot = snapshot;
    this.steps = steps;
  }

  /** The first one of a scope. */
  public static Publication first(ResourceSnapshot snapshot) {
    return new Publication(snapshot, List.of());
  }

  /**
   * The one after this.
   *
   * @param changed by type the names that were added, changed or removed; types without a change
   *     are left out
   */
  public Publication next(ResourceSnapshot after, Map<ResourceType, SortedSet<String>> changed) {
    var all = new ArrayList<Step>(STEPS);
    all.addAll(steps.size() < STEPS ? steps : steps.subList(1, STEPS));
    all.add(new Step(snapshot, changed));
    return new Publication(after, all);
  }

  /** What is served from now on. */
  public ResourceSnapshot snapshot() {
    return snapshot;
  }

  /** The names that are different now from what they were, by type; types without are left out. */
  public Map<ResourceType, SortedSet<String>> changesSince(ResourceSnapshot known) {
    if (known == snapshot) {
      return Map.of();
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).from() == known) {
        return union(steps.subList(i, steps.size()));
      }
    }
    return snapshot.changesSince(known);
  }

  private static Map<ResourceType, SortedSet<String>> union(List<Step> steps) {
    if (steps.size() == 1) {
      return steps.getFirst().changed();
    }
    var all = new EnumMap<ResourceType, SortedSet<String>>(ResourceType.class);
    for (var step : steps) {
      step.changed()
          .forEach((type, names) -> all.computeIfAbsent(type, t -> new TreeSet<>()).addAll(names));
    }
    return all;
  }
}

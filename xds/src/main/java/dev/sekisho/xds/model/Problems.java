package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems, each once, in the order of the work. */
final class Problems {
  private final Set<ConfigProblem> found = new LinkedHashSet<>();

  void add(Ingress ingress, String fieldPath, String message) {
    found.add(new ConfigProblem(ingress.key(), fieldPath, message));
  }

  List<ConfigProblem> found() {
    return List.copyOf(found);
  }
}

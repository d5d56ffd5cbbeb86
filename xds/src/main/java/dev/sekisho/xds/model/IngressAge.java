package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order in which Ingresses come first: by creation time, then uid, then name. */
final class IngressAge {
  private static final Comparator<Ingress> OLDEST_FIRST =
      Comparator.comparing((Ingress ingress) -> ingress.meta().creationTimestamp())
          .thenComparing(ingress -> ingress.meta().uid())
          .thenComparing(Ingress::key);

  private IngressAge() {}

  static List<Ingress> oldestFirst(Collection<Ingress> ingresses) {
    return ingresses.stream().sorted(OLDEST_FIRST).toList();
  }
}

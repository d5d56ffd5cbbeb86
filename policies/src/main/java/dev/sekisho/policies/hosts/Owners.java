package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;

/** Who owns the hosts of a namespace. */
final class Owners {

  private Owners() {}

  /**
   * {@code label key=value} where a policy names an owner label that the namespace has, else {@code
   * namespace name}: the first word keeps the two apart.
   */
  static String of(NamespaceFacts namespace, PolicySet policies) {
    return policies
        .ownerLabel(namespace)
        .filter(namespace.labels()::containsKey)
        .map(label -> "label " + label + "=" + namespace.labels().get(label))
        .orElse("namespace " + namespace.name());
  }
}

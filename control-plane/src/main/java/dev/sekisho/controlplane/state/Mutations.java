package dev.sekisho.controlplane.state;

import dev.sekisho.policies.cel.CelMutations;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.webhook.inject.SidecarInjector;
import dev.sekisho.webhook.mutate.Mutated;
import dev.sekisho.webhook.mutate.PodMutations;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What is made of objects before they are reviewed. Immutable.
 *
 * @param injector empty: no Pod gets a sidecar
 */
record Mutations(Optional<SidecarInjector> injector) {

  /**
   * The object of a request as policies want it, and with its sidecar.
   *
   * @param kubeletsAreReady for native sidecars
   */
  Mutated apply(
      ObjectRequest request,
      NamespaceFacts namespace,
      PolicySet policies,
      boolean kubeletsAreReady) {
    var cel = CelMutations.apply(request, namespace, policies);
    // After those, since what they put into a Pod shall be safe as well.
    var safe = PodMutations.apply(request.withObject(cel.object()), namespace, policies);
    var problems = new ArrayList<>(cel.problems());
    problems.addAll(safe.problems());
    if (injector.isEmpty()) {
      return new Mutated(safe.object(), problems);
    }
    // Last, since none of that is for the sidecar: a Secret that all containers mount, say.
    var injected =
        injector
            .get()
            .inject(request.withObject(safe.object()), namespace, policies, kubeletsAreReady);
    problems.addAll(injected.problems());
    return new Mutated(injected.object(), problems);
  }

  /** Whether it is a Pod of which policies want what its sidecar couldn't enforce. */
  boolean makeUnenforceable(ObjectRequest request, NamespaceFacts namespace, PolicySet policies) {
    return injector
        .filter(
            sidecars ->
                sidecars.isUnenforceable(
                    request.withObject(CelMutations.apply(request, namespace, policies).object()),
                    namespace,
                    policies))
        .isPresent();
  }

  /** Whether the labels of its namespace matter for a request even without any policy. */
  boolean needNamespace(ObjectRequest request) {
    return injector.isPresent() && SidecarInjector.isAbout(request);
  }
}

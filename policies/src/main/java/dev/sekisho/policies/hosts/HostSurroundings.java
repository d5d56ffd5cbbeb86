package dev.sekisho.policies.hosts;

import dev.sekisho.policies.objects.IstioGateway;
import dev.sekisho.policies.objects.KubernetesGateway;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.Optional;

/** What an object's claims depend on beside the object. */
public interface HostSurroundings {

  /** Who owns the hosts of a namespace, as {@link NamespaceChecks#owner} says. */
  String owner(String namespace);

  /** Only the name is known of a namespace that isn't there (yet). */
  NamespaceFacts namespace(String name);

  /** The class of Ingresses that name none. */
  Optional<String> defaultClass();

  Optional<IstioGateway> istioGateway(ObjectKey key);

  Optional<KubernetesGateway> kubernetesGateway(ObjectKey key);
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.secrets.SecretLookup;
import dev.sekisho.policies.secrets.SecretProviderClass;
import dev.sekisho.policies.secrets.SecretReviewer;
import dev.sekisho.policies.secrets.ServiceAccountFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the review of Secrets must know of the cluster: ServiceAccounts and SecretProviderClasses,
 * never a Secret. For one thread.
 */
final class SecretState implements SecretLookup {

  private final Map<ObjectKey, ServiceAccountFacts> accounts = new HashMap<>();
  private final Map<String, TreeMap<String, SecretProviderClass>> classes = new HashMap<>();

  /** Whether classes are reported at all: a cluster without their CRD has none that are known. */
  private boolean classesReported;

  List<Violation> review(ObjectRequest request, NamespaceFacts namespace, PolicySet policies) {
    return SecretReviewer.review(request, namespace, policies, this);
  }

  void putServiceAccount(ObjectKey key, JsonNode object) {
    accounts.put(account(key.namespace(), key.name()), ServiceAccountFacts.read(object));
  }

  void removeServiceAccount(ObjectKey key) {
    accounts.remove(account(key.namespace(), key.name()));
  }

  void putProviderClass(ObjectKey key, JsonNode object) {
    classesReported = true;
    classes
        .computeIfAbsent(key.namespace(), namespace -> new TreeMap<>())
        .put(key.name(), SecretProviderClass.read(object, key.namespace()));
  }

  void removeProviderClass(ObjectKey key) {
    classes.computeIfPresent(
        key.namespace(),
        (namespace, inIt) -> {
          inIt.remove(key.name());
          return inIt.isEmpty() ? null : inIt;
        });
  }

  @Override
  public Optional<ServiceAccountFacts> serviceAccount(String namespace, String name) {
    return Optional.ofNullable(accounts.get(account(namespace, name)));
  }

  @Override
  public Optional<List<SecretProviderClass>> providerClasses(String namespace) {
    return classesReported
        ? Optional.of(List.copyOf(classes.getOrDefault(namespace, new TreeMap<>()).values()))
        : Optional.empty();
  }

  private static ObjectKey account(String namespace, String name) {
    return new ObjectKey("ServiceAccount", namespace, name);
  }
}

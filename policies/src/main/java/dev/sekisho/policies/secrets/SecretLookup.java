package dev.sekisho.policies.secrets;

import java.util.List;
import java.util.Optional;

/** What the review asks of the cluster; never for a Secret. */
public interface SecretLookup {

  /** A cluster of which nothing is known. */
  SecretLookup NOTHING_KNOWN =
      new SecretLookup() {
        @Override
        public Optional<ServiceAccountFacts> serviceAccount(String namespace, String name) {
          return Optional.empty();
        }

        @Override
        public Optional<List<SecretProviderClass>> providerClasses(String namespace) {
          return Optional.empty();
        }
      };

  Optional<ServiceAccountFacts> serviceAccount(String namespace, String name);

  /**
   * The SecretProviderClasses of a namespace, by name.
   *
   * @return empty if the cluster's classes aren't known, which is not the same as none
   */
  Optional<List<SecretProviderClass>> providerClasses(String namespace);

  /** The class of that name, if it is known. */
  default Optional<SecretProviderClass> providerClass(String namespace, String name) {
    return providerClasses(namespace).stream()
        .flatMap(List::stream)
        .filter(c -> c.name().equals(name))
        .findFirst();
  }
}

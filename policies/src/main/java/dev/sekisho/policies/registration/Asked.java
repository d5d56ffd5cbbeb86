package dev.sekisho.policies.registration;

import dev.sekisho.policies.objects.Operation;
import java.util.Set;
import java.util.stream.Stream;

/** One combination of a rule's lists. */
record Asked(String group, String version, Operation operation, String resource) {

  static final String ANY = "*";

  static Stream<Asked> of(RegistrationRule rule) {
    return rule.apiGroups().stream()
        .flatMap(
            group ->
                rule.apiVersions().stream()
                    .flatMap(
                        version ->
                            rule.operations().stream()
                                .flatMap(
                                    operation ->
                                        rule.resources().stream()
                                            .map(r -> new Asked(group, version, operation, r)))));
  }

  /** Whether it asks about everything: no policy may, and no registration of ours does. */
  boolean isEverything() {
    return group.equals(ANY) && main(resource).equals(ANY);
  }

  boolean isCoveredBy(Set<Asked> others) {
    return others.stream().anyMatch(other -> !other.equals(this) && other.covers(this));
  }

  boolean covers(Asked other) {
    return operation == other.operation
        && covers(group, other.group)
        && covers(version, other.version)
        && covers(main(resource), main(other.resource))
        && covers(sub(resource), sub(other.resource));
  }

  private static boolean covers(String pattern, String other) {
    return pattern.equals(ANY) || pattern.equals(other);
  }

  private static String main(String resource) {
    int slash = resource.indexOf('/');
    return slash < 0 ? resource : resource.substring(0, slash);
  }

  private static String sub(String resource) {
    int slash = resource.indexOf('/');
    return slash < 0 ? "" : resource.substring(slash + 1);
  }
}

package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.List;
import java.util.Optional;

/**
 * Where a policy applies: its keys AND, the entries of a list OR. An empty list says nothing.
 *
 * @param subjects globs over the user name, or with the prefix {@code group:} over a group
 */
public record PolicyMatch(
    List<Glob> namespaces,
    Optional<LabelSelector> namespaceSelector,
    List<Glob> subjects,
    List<Glob> excludedNamespaces,
    List<Glob> excludedSubjects) {

  /** Matches everything. */
  public static final PolicyMatch ALL =
      new PolicyMatch(List.of(), Optional.empty(), List.of(), List.of(), List.of());

  public PolicyMatch {
    namespaces = List.copyOf(namespaces);
    subjects = List.copyOf(subjects);
    excludedNamespaces = List.copyOf(excludedNamespaces);
    excludedSubjects = List.copyOf(excludedSubjects);
  }

  /** Whether the policy speaks of some callers only: such a policy has no say in routing. */
  public boolean hasSubjects() {
    return !subjects.isEmpty();
  }

  public boolean matches(NamespaceFacts namespace) {
    return (namespaces.isEmpty() || Glob.anyMatches(namespaces, namespace.name()))
        && namespaceSelector.map(s -> s.matches(namespace.labels())).orElse(true)
        && !Glob.anyMatches(excludedNamespaces, namespace.name());
  }

  public boolean matches(Requester requester) {
    return (subjects.isEmpty() || Subjects.name(subjects, requester))
        && !Subjects.name(excludedSubjects, requester);
  }
}

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

  private static final String GROUP = "group:";

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
    return (namespaces.isEmpty() || anyMatches(namespaces, namespace.name()))
        && namespaceSelector.map(s -> s.matches(namespace.labels())).orElse(true)
        && !anyMatches(excludedNamespaces, namespace.name());
  }

  public boolean matches(Requester requester) {
    return (subjects.isEmpty() || names(subjects, requester))
        && !names(excludedSubjects, requester);
  }

  private static boolean names(List<Glob> globs, Requester requester) {
    return globs.stream().anyMatch(glob -> names(glob, requester));
  }

  private static boolean names(Glob glob, Requester requester) {
    if (glob.pattern().startsWith(GROUP)) {
      var group = new Glob(glob.pattern().substring(GROUP.length()));
      return requester.groups().stream().anyMatch(group::matches);
    }
    return glob.matches(requester.user());
  }

  private static boolean anyMatches(List<Glob> globs, String text) {
    return globs.stream().anyMatch(glob -> glob.matches(text));
  }
}

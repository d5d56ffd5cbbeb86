package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a platform policy lets pass though policies forbid it: its keys AND, the entries of a list
 * OR; what is empty says nothing.
 *
 * @param namespaces of the objects
 * @param checks key paths ({@code hosts} with all below it, {@code hosts.unlisted}), or {@code
 *     rules.<name>}
 * @param selector over the labels of the object itself
 * @param subjects who asks; routing, where nobody asks, ignores an exemption that has any
 * @param reason for people
 * @param expires from when on it doesn't count any more
 */
public record Exemption(
    List<Glob> namespaces,
    List<String> checks,
    Optional<LabelSelector> selector,
    List<Glob> subjects,
    String reason,
    Optional<Instant> expires) {

  private static final String NAMED = "rules.";

  public Exemption {
    namespaces = List.copyOf(namespaces);
    checks = List.copyOf(checks);
    subjects = List.copyOf(subjects);
  }

  /** Whether it counts at that time. */
  public boolean countsAt(Instant now) {
    return expires.map(now::isBefore).orElse(true);
  }

  boolean covers(String rule) {
    return checks.isEmpty() || checks.stream().anyMatch(check -> covers(check, rule));
  }

  private static boolean covers(String check, String rule) {
    // A key path has all below it; the name of a rule stands for itself, dots and all.
    return rule.equals(check) || (!check.startsWith(NAMED) && rule.startsWith(check + "."));
  }

  /**
   * @param requester nobody: what routing asks
   */
  boolean matches(
      NamespaceFacts namespace, Map<String, String> labels, Optional<Requester> requester) {
    return (namespaces.isEmpty() || Glob.anyMatches(namespaces, namespace.name()))
        && selector.map(s -> s.matches(labels)).orElse(true)
        && (subjects.isEmpty()
            || requester.map(asking -> Subjects.name(subjects, asking)).orElse(false));
  }
}

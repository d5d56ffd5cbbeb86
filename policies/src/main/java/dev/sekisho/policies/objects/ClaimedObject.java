package dev.sekisho.policies.objects;

import java.util.List;

/**
 * An object of a kind that claims hosts because a policy says so.
 *
 * @param kind as in an {@link ObjectKey}
 * @param word the kind as messages have it, {@code route}
 * @param resource whose objects contend with each other
 * @param hosts as the policies find them
 */
public record ClaimedObject(
    ObjectMeta meta,
    String kind,
    String word,
    GroupVersionResource resource,
    List<String> hosts,
    List<FieldProblem> unreadable)
    implements HostObject {

  public ClaimedObject {
    hosts = List.copyOf(hosts);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public ClaimedObject in(String namespace) {
    return new ClaimedObject(meta.in(namespace), kind, word, resource, hosts, unreadable);
  }
}

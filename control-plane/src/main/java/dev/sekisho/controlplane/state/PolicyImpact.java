package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.HostClaim;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.webhook.inject.NamespaceRedirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an edit of the policies would do to the cluster as it is, in words for its author. Each line
 * counts, then names as many as fit into a warning.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response">
 *     Webhook response</a>, which bounds warnings
 */
public record PolicyImpact(HostImpact hosts, PodImpact pods) {

  /** Characters of a line. */
  private static final int LONGEST = 120;

  /** Kept free for what says how many names are left out. */
  private static final int REST = 16;

  /** What there is to warn of; empty if nothing changes for what exists. */
  public List<String> warnings() {
    var lines = new ArrayList<String>();
    byKind(hosts.denied())
        .forEach((kind, keys) -> lines.add(line("would deny %d existing %s: ", kind, keys)));
    byKind(hosts.admitted())
        .forEach((kind, keys) -> lines.add(line("would admit %d %s, denied now: ", kind, keys)));
    routes("would withdraw %d route%s: ", hosts.withdrawn(), lines);
    routes("would restore %d route%s: ", hosts.restored(), lines);
    byKind(pods.refused())
        .forEach(
            (kind, keys) -> lines.add(line("would refuse the next Pod of %d %s: ", kind, keys)));
    byKind(pods.admitted())
        .forEach(
            (kind, keys) ->
                lines.add(line("would admit the next Pod of %d %s, refused now: ", kind, keys)));
    return List.copyOf(lines);
  }

  /** Why the edit can't be; empty if nothing speaks against it. */
  public Optional<String> refusal() {
    if (pods.unenforceable().isEmpty()) {
      return Optional.empty();
    }
    var who = new ArrayList<String>();
    byKind(pods.unenforceable()).forEach((kind, keys) -> who.add(line("%d %s: ", kind, keys)));
    return Optional.of(
        "mTLS mode STRICT can't be enforced for %s; no connection to them passes their sidecars, so that plaintext would still get in (expected: a policy that doesn't select them, or another value of their namespaces' annotation %s, and then new Pods)"
            .formatted(String.join("; ", who), NamespaceRedirection.ANNOTATION));
  }

  private static Map<String, List<ObjectKey>> byKind(List<ObjectKey> keys) {
    return keys.stream()
        .collect(Collectors.groupingBy(ObjectKey::kind, TreeMap::new, Collectors.toList()));
  }

  private static String line(String start, String kind, List<ObjectKey> keys) {
    int dot = kind.indexOf('.');
    String plain = dot < 0 ? kind : kind.substring(0, dot);
    String noun = keys.size() == 1 ? plain : KnownResources.pluralKind(plain);
    return named(
        start.formatted(keys.size(), noun), keys.stream().map(ObjectKey::qualifiedName).toList());
  }

  private static void routes(String start, List<HostClaim> claims, List<String> lines) {
    if (!claims.isEmpty()) {
      var names =
          claims.stream()
              .map(c -> c.pattern() + " (" + c.object().qualifiedName() + ")")
              .distinct()
              .toList();
      lines.add(named(start.formatted(names.size(), names.size() == 1 ? "" : "s"), names));
    }
  }

  private static String named(String start, List<String> names) {
    var line = new StringBuilder(start);
    for (int i = 0; i < names.size(); i++) {
      String name = (i == 0 ? "" : ", ") + names.get(i);
      boolean last = i == names.size() - 1;
      if (line.length() + name.length() > (last ? LONGEST : LONGEST - REST)) {
        return line
            + (i == 0 ? "" : " and ")
            + (names.size() - i)
            + (i == 0 ? " of them" : " more");
      }
      line.append(name);
    }
    return line.toString();
  }
}

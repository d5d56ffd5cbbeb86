package dev.sekisho.controlplane.serve;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the annotations of a namespace say of where its sidecars may go. What can't be read counts
 * as not said, and is a problem.
 *
 * @param problems for the user
 */
record NamespaceEgress(Egress egress, List<String> problems) {
  static final String POLICY = "sekisho.dev/outbound-traffic-policy";
  static final String DEPENDS_ON = "sekisho.dev/depends-on";

  /** A DNS label (RFC 1123), as the names of namespaces are. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  NamespaceEgress {
    problems = List.copyOf(problems);
  }

  /**
   * Those of a namespace.
   *
   * @param elsewhere what becomes of other connections where it doesn't say
   */
  static NamespaceEgress of(NamespaceFacts namespace, OutboundTrafficPolicy elsewhere) {
    var problems = new ArrayList<String>();
    var egress =
        new Egress(
            Optional.ofNullable(namespace.annotations().get(POLICY))
                .flatMap(text -> policy(text, namespace.name(), problems))
                .orElse(elsewhere),
            Optional.ofNullable(namespace.annotations().get(DEPENDS_ON))
                .map(text -> namespaces(text, namespace.name(), problems)));
    return new NamespaceEgress(egress, problems);
  }

  private static Optional<OutboundTrafficPolicy> policy(
      String text, String namespace, List<String> problems) {
    var found =
        Stream.of(OutboundTrafficPolicy.values())
            .filter(policy -> policy.name().equals(text.strip()))
            .findFirst();
    if (found.isEmpty()) {
      problems.add(
          problem(namespace, POLICY, "unknown policy (expected: ALLOW_ANY or REGISTRY_ONLY)"));
    }
    return found;
  }

  /** Its own always among them. */
  private static SortedSet<String> namespaces(
      String text, String namespace, List<String> problems) {
    var names = new TreeSet<String>();
    names.add(namespace);
    Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(
            name -> {
              if (NAME.matcher(name).matches()) {
                names.add(name);
              } else {
                problems.add(
                    problem(
                        namespace,
                        DEPENDS_ON,
                        "not all of it are names of namespaces (expected: as in shop, billing)"));
              }
            });
    return names;
  }

  private static String problem(String namespace, String annotation, String message) {
    return "Namespace/%s metadata.annotations[%s]: %s".formatted(namespace, annotation, message);
  }
}

package dev.sekisho.policies.objects;

import java.util.List;
import java.util.Optional;

/**
 * An Ingress ({@code networking.k8s.io/v1}; {@code v1beta1} and {@code extensions/v1beta1} are read
 * into the same shape).
 *
 * @param className {@code spec.ingressClassName}, else the annotation {@code
 *     kubernetes.io/ingress.class}; empty where neither is set (the default class then counts)
 * @param unreadable fields that could not be read; what they say is missing from the other parts
 */
public record Ingress(
    ObjectMeta meta,
    Optional<String> className,
    List<Rule> rules,
    Optional<Backend> defaultBackend,
    List<Tls> tls,
    List<FieldProblem> unreadable)
    implements HostObject {

  public static final String KIND = "Ingress";

  public Ingress {
    rules = List.copyOf(rules);
    tls = List.copyOf(tls);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Ingress in(String namespace) {
    return new Ingress(meta.in(namespace), className, rules, defaultBackend, tls, unreadable);
  }

  /** The same with parts that others have too. */
  public Ingress shared(SharedValues values) {
    return new Ingress(
        meta.shared(values),
        values.text(className),
        rules.stream().map(rule -> rule.shared(values)).toList(),
        values.of(defaultBackend),
        tls.stream().map(entry -> entry.shared(values)).toList(),
        unreadable);
  }

  /**
   * @param host as written; empty where the rule has none (all hosts)
   * @param fieldPath of the rule, {@code spec.rules[0]}
   */
  public record Rule(Optional<String> host, String fieldPath, List<Path> paths) {
    public Rule {
      paths = List.copyOf(paths);
    }

    private Rule shared(SharedValues values) {
      return new Rule(host.map(values::of), values.of(fieldPath), values.of(paths));
    }
  }

  /** How a path is compared with that of a request. ImplementationSpecific is routed as PREFIX. */
  public enum PathType {
    EXACT,
    PREFIX
  }

  /**
   * @param path starts with {@code /}; {@code /} where the object has none
   */
  public record Path(PathType type, String path, Backend backend) {}

  /** A Service in the namespace of the Ingress, and a port of it by name or by number. */
  public record Backend(String service, ServicePort port) {}

  /** A port of a Service: its name, or its number as digits in {@code nameOrNumber}. */
  public record ServicePort(String nameOrNumber) {}

  /**
   * @param hosts as written; empty means the hosts of the rules
   * @param fieldPath of the entry, {@code spec.tls[0]}
   */
  public record Tls(List<String> hosts, Optional<String> secretName, String fieldPath) {
    public Tls {
      hosts = List.copyOf(hosts);
    }

    private Tls shared(SharedValues values) {
      return new Tls(
          hosts.stream().map(values::of).toList(), values.text(secretName), values.of(fieldPath));
    }
  }
}

package dev.sekisho.policies.model;

import java.util.List;
import java.util.Optional;

/**
 * The {@code hosts} section of a policy, defaults filled in.
 *
 * @param allow patterns as written; {@code ${namespace}} stands for the namespace of the object
 * @param deny patterns as written, likewise
 * @param allowFromNamespaceAnnotation name of a namespace annotation with comma-separated patterns
 * @param unlistedDenied whether a host that no allowed pattern covers violates this policy
 * @param emptyDenied whether a rule without host, or a default backend, violates
 * @param wildcardDenied whether wildcard hosts violate
 * @param conflictsDenied whether an overlap with another owner's host violates
 * @param ownerLabel label by whose value several namespaces are one owner
 * @param claims what other kinds claim; only a platform policy has any
 * @param ingressClasses the classes allowed; absent: every class
 */
public record HostRules(
    List<PatternTemplate> allow,
    List<PatternTemplate> deny,
    Optional<String> allowFromNamespaceAnnotation,
    boolean unlistedDenied,
    boolean emptyDenied,
    boolean wildcardDenied,
    boolean conflictsDenied,
    Optional<String> ownerLabel,
    Uniqueness unique,
    Optional<List<String>> ingressClasses,
    TlsRules tls,
    AnnotationRules annotations,
    List<HostClaimRule> claims) {

  public HostRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    ingressClasses = ingressClasses.map(List::copyOf);
    claims = List.copyOf(claims);
  }

  /** What must be unique also within one owner. */
  public enum Uniqueness {
    NONE,
    HOST,
    HOST_AND_PATH
  }
}

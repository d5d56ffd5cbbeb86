package dev.sekisho.policies.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The {@code mesh} section of a policy.
 *
 * @param workloads over the labels of Pods; absent: all of the namespaces that the policy matches
 * @param mode for the ports that {@code ports} doesn't name; absent: no opinion
 * @param ports of the workload, with modes of their own
 * @param allowFrom who may call; absent: no opinion, empty: nobody
 * @param injection absent: no opinion
 */
public record MeshSection(
    Optional<LabelSelector> workloads,
    Optional<MtlsMode> mode,
    SortedMap<Integer, MtlsMode> ports,
    Optional<List<Caller>> allowFrom,
    Optional<Injection> injection) {

  public MeshSection {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    allowFrom = allowFrom.map(List::copyOf);
  }

  /** Whether it speaks of a Pod with these labels. */
  public boolean selects(Map<String, String> podLabels) {
    return workloads.map(selector -> selector.matches(podLabels)).orElse(true);
  }

  /** The mode that it asks for a port; empty: no opinion. */
  public Optional<MtlsMode> mode(int port) {
    return Optional.ofNullable(ports.get(port)).or(() -> mode);
  }

  /**
   * One entry of {@code allowFrom}: some callers, and what they may do. An empty list of ports,
   * methods or paths says nothing.
   *
   * @param principals {@code <trust domain>/ns/<namespace>/sa/<service account>}; at least one
   * @param ports of the workload
   * @param methods of HTTP
   * @param paths of HTTP, without the query
   */
  public record Caller(
      List<Glob> principals, SortedSet<Integer> ports, List<Glob> methods, List<Glob> paths) {
    public Caller {
      principals = List.copyOf(principals);
      ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
      methods = List.copyOf(methods);
      paths = List.copyOf(paths);
    }
  }

  /**
   * Which Pods get a sidecar, and what they may ask of it.
   *
   * @param enabled over the label of the namespace, under that of the Pod; absent: as they say
   * @param allow what Pods may ask for though it could let them escape policy
   */
  public record Injection(Optional<Boolean> enabled, List<Escape> allow) {
    public Injection {
      allow = List.copyOf(allow);
    }
  }

  /** What a Pod could escape policy by. */
  public enum Escape {
    /** Volumes of its own in the sidecar. */
    USER_VOLUME,
    /** A bootstrap of its own. */
    BOOTSTRAP_OVERRIDE,
    /** Another image of the proxy. */
    PROXY_IMAGE,
    /** Ports that go past the sidecar. */
    EXCLUDED_PORTS
  }
}

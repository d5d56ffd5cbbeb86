package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.PolicyId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One entry of a policy's {@code allowFrom}: these callers may do that.
 *
 * @param index of the entry in its policy, from 0
 * @param principals {@code <trust domain>/ns/<namespace>/sa/<service account>}; one must match
 * @param to what they may do; empty: everything
 */
public record CallerRule(
    PolicyId policy, int index, List<Glob> principals, Optional<Operations> to) {
  public CallerRule {
    principals = List.copyOf(principals);
  }

  /** Whether it lets the caller in. Who shows no certificate is nobody that a rule could name. */
  public boolean permits(Call call) {
    return call.principal().filter(who -> anyMatches(principals, who)).isPresent()
        && to.map(operations -> operations.permit(call)).orElse(true);
  }

  /**
   * What a caller may do: all three must match, and an empty one matches everything.
   *
   * @param ports of the workload
   * @param methods of HTTP
   * @param paths of HTTP, without the query
   */
  public record Operations(SortedSet<Integer> ports, List<Glob> methods, List<Glob> paths) {
    public Operations {
      ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
      methods = List.copyOf(methods);
      paths = List.copyOf(paths);
    }

    /** Whether it is about HTTP, and so permits nothing else. */
    public boolean needsHttp() {
      return !methods.isEmpty() || !paths.isEmpty();
    }

    boolean permit(Call call) {
      return (ports.isEmpty() || ports.contains(call.port()))
          && (!needsHttp() || call.request().filter(this::permit).isPresent());
    }

    private boolean permit(Call.Request request) {
      return (methods.isEmpty() || anyMatches(methods, request.method()))
          && (paths.isEmpty() || anyMatches(paths, request.path()));
    }
  }

  private static boolean anyMatches(List<Glob> globs, String text) {
    return globs.stream().anyMatch(glob -> glob.matches(text));
  }
}

package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Message;
import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;
import java.util.function.Predicate;

/**
 * Filters that let in whom rules allow and nobody else: one for each list of rules, as each must
 * have one that does.
 */
final class RbacFilters {
  /** The prefix that statistics of these filters have with Istio. */
  private static final String TCP_STAT_PREFIX = "tcp.";

  private RbacFilters() {}

  /** Refuse requests, with 403. */
  static List<HttpFilter> ofRequests(List<List<CallerRule>> allow) {
    return allow.stream()
        .map(
            rules ->
                io.envoyproxy
                    .envoy
                    .extensions
                    .filters
                    .http
                    .rbac
                    .v3
                    .RBAC
                    .newBuilder()
                    .setRules(RbacPolicies.of(rules))
                    .build())
        .map(RbacFilters::httpFilter)
        .toList();
  }

  /**
   * Close connections. A rule that speaks of requests allows none: what is in a connection isn't
   * known.
   */
  static List<Filter> ofConnections(List<List<CallerRule>> allow) {
    return allow.stream()
        .map(
            rules ->
                io.envoyproxy
                    .envoy
                    .extensions
                    .filters
                    .network
                    .rbac
                    .v3
                    .RBAC
                    .newBuilder()
                    .setStatPrefix(TCP_STAT_PREFIX)
                    .setRules(RbacPolicies.of(withoutRequests(rules)))
                    .build())
        .map(RbacFilters::filter)
        .toList();
  }

  /**
   * Whether some caller with a certificate gets through the filters for connections. One without
   * never does where there are rules.
   */
  static boolean admitConnections(List<List<CallerRule>> allow) {
    return allow.stream()
        .allMatch(
            rules ->
                withoutRequests(rules).stream().anyMatch(rule -> !rule.principals().isEmpty()));
  }

  private static List<CallerRule> withoutRequests(List<CallerRule> rules) {
    return rules.stream()
        .filter(Predicate.not(rule -> rule.to().filter(RbacFilters::ofRequests).isPresent()))
        .toList();
  }

  private static boolean ofRequests(CallerRule.Operations operations) {
    return !operations.methods().isEmpty() || !operations.paths().isEmpty();
  }

  private static HttpFilter httpFilter(Message config) {
    return HttpFilter.newBuilder()
        .setName("envoy.filters.http.rbac")
        .setTypedConfig(DeterministicBytes.pack(config))
        .build();
  }

  private static Filter filter(Message config) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.rbac")
        .setTypedConfig(DeterministicBytes.pack(config))
        .build();
  }
}

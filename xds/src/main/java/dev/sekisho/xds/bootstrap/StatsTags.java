package dev.sekisho.xds.bootstrap;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.metrics.v3.StatsConfig;
import io.envoyproxy.envoy.config.metrics.v3.TagSpecifier;

/**
 * How names of statistics are taken apart into a metric and its tags. Names of clusters and
 * connection managers hold dots and end in a semicolon, so Envoy's own patterns would cut them
 * short.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/metrics/v3/stats.proto">TagSpecifier:
 *     the first group is taken out of the name, the second is the tag's value</a>
 */
final class StatsTags {
  private StatsTags() {}

  static StatsConfig config() {
    return StatsConfig.newBuilder()
        .setUseAllDefaultTags(BoolValue.of(false))
        .addStatsTags(tag("cluster_name", "^cluster(\\.(.+);)"))
        .addStatsTags(tag("http_conn_manager_prefix", "^http(\\.(.+);)"))
        .addStatsTags(tag("http_conn_manager_listener_prefix", "^listener\\..+?\\.http(\\.(.+);)"))
        .addStatsTags(tag("listener_address", "^listener(\\.([\\[\\]._:0-9a-fA-F]+_[0-9]+))\\."))
        .addStatsTags(tag("response_code", "_rq(_([0-9]{3}))$"))
        .addStatsTags(tag("response_code_class", "_rq(_([0-9]xx))$"))
        .build();
  }

  private static TagSpecifier tag(String name, String regex) {
    return TagSpecifier.newBuilder().setTagName(name).setRegex(regex).build();
  }
}

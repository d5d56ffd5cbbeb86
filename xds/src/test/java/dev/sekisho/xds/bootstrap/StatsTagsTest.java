package dev.sekisho.xds.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.metrics.v3.TagSpecifier;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatsTagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "cluster.outbound|80||web.shop.svc.cluster.local;.upstream_cx_total cluster_name outbound|80||web.shop.svc.cluster.local cluster.upstream_cx_total",
        "cluster.xds-grpc;.upstream_cx_total cluster_name xds-grpc cluster.upstream_cx_total",
        "http.outbound_0.0.0.0_8080;.downstream_cx_total http_conn_manager_prefix outbound_0.0.0.0_8080 http.downstream_cx_total",
        "listener.0.0.0.0_8080.http.outbound_0.0.0.0_8080;.downstream_rq_2xx http_conn_manager_listener_prefix outbound_0.0.0.0_8080 listener.0.0.0.0_8080.http.downstream_rq_2xx",
        "listener.0.0.0.0_8080.downstream_cx_total listener_address 0.0.0.0_8080 listener.downstream_cx_total",
        "listener.[__]_8080.downstream_cx_total listener_address [__]_8080 listener.downstream_cx_total",
        "cluster.xds-grpc;.upstream_rq_200 response_code 200 cluster.xds-grpc;.upstream_rq",
        "cluster.xds-grpc;.upstream_rq_2xx response_code_class 2xx cluster.xds-grpc;.upstream_rq",
      })
  void takesNamesApart(String stat, String tag, String value, String rest) {
    var regex = Pattern.compile(specifier(tag).getRegex()).matcher(stat);
    assertThat(regex.find()).isTrue();
    assertThat(regex.group(2)).isEqualTo(value);
    // As Envoy does it: the first group is taken out.
    assertThat(new StringBuilder(stat).delete(regex.start(1), regex.end(1)).toString())
        .isEqualTo(rest);
  }

  private static TagSpecifier specifier(String tag) {
    return StatsTags.config().getStatsTagsList().stream()
        .filter(candidate -> candidate.getTagName().equals(tag))
        .findFirst()
        .orElseThrow();
  }
}

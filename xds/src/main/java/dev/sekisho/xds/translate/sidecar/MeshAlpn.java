package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue.SharedWithUpstream;
import io.envoyproxy.envoy.extensions.filters.http.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/**
 * What is offered with mTLS for requests to a port whose protocol isn't declared. The server's
 * proxy sees none of them before it has chosen a filter chain: by the first name it tells requests,
 * which have rules of their own, from connections; the last one is what is spoken.
 */
enum MeshAlpn {
  HTTP_1("istio-http/1.1,istio,http/1.1"),
  HTTP_2("istio-h2,istio,h2");

  /** The filter's. */
  static final String NAME = "envoy.filters.http.set_filter_state";

  private static final String KEY = "envoy.network.application_protocols";

  private final HttpFilter filter;

  MeshAlpn(String protocols) {
    var value =
        FilterStateValue.newBuilder()
            .setObjectKey(KEY)
            .setFormatString(
                SubstitutionFormatString.newBuilder()
                    .setTextFormatSource(DataSource.newBuilder().setInlineString(protocols)))
            .setSharedWithUpstream(SharedWithUpstream.ONCE);
    this.filter =
        HttpFilter.newBuilder()
            .setName(NAME)
            .setTypedConfig(
                DeterministicBytes.pack(Config.newBuilder().addOnRequestHeaders(value).build()))
            .build();
  }

  /** Has the connection on which a request is passed on offer it. */
  HttpFilter filter() {
    return filter;
  }

  /** The same where a virtual host enables it. */
  HttpFilter filterWhereEnabled() {
    return filter.toBuilder().setDisabled(true).build();
  }
}

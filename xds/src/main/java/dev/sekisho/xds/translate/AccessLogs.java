package dev.sekisho.xds.translate;

import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;

/** Access logs to stdout, in the line that Istio writes by default. */
public final class AccessLogs {
  /** The raw cluster name: the plain operator would print the one for statistics. */
  static final String LINE =
      String.join(
              " ",
              "[%START_TIME%]",
              "\"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\"",
              "%RESPONSE_CODE%",
              "%RESPONSE_FLAGS%",
              "%RESPONSE_CODE_DETAILS%",
              "%CONNECTION_TERMINATION_DETAILS%",
              "\"%UPSTREAM_TRANSPORT_FAILURE_REASON%\"",
              "%BYTES_RECEIVED%",
              "%BYTES_SENT%",
              "%DURATION%",
              "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
              "\"%REQ(X-FORWARDED-FOR)%\"",
              "\"%REQ(USER-AGENT)%\"",
              "\"%REQ(X-REQUEST-ID)%\"",
              "\"%REQ(:AUTHORITY)%\"",
              "\"%UPSTREAM_HOST%\"",
              "%UPSTREAM_CLUSTER_RAW%",
              "%UPSTREAM_LOCAL_ADDRESS%",
              "%DOWNSTREAM_LOCAL_ADDRESS%",
              "%DOWNSTREAM_REMOTE_ADDRESS%",
              "%REQUESTED_SERVER_NAME%",
              "%ROUTE_NAME%")
          + "\n";

  private static final String NO_ROUTE = "NR";

  private AccessLogs() {}

  /** Of each request, or of each connection where there are none. */
  public static AccessLog ofRequests() {
    return AccessLog.newBuilder()
        .setName("envoy.access_loggers.stdout")
        .setTypedConfig(
            DeterministicBytes.pack(
                StdoutAccessLog.newBuilder()
                    .setLogFormat(
                        SubstitutionFormatString.newBuilder()
                            .setTextFormatSource(DataSource.newBuilder().setInlineString(LINE)))
                    .build()))
        .build();
  }

  /** Of connections that no filter chain takes: a server name without certificate. */
  public static AccessLog ofRefusedConnections() {
    return ofRequests().toBuilder()
        .setFilter(
            AccessLogFilter.newBuilder()
                .setResponseFlagFilter(ResponseFlagFilter.newBuilder().addFlags(NO_ROUTE)))
        .build();
  }
}

package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import com.google.common.net.InetAddresses;
import com.google.protobuf.BoolValue;
import com.google.protobuf.util.Durations;
import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.AppProbe.Grpc;
import dev.sekisho.xds.model.sidecar.AppProbe.Header;
import dev.sekisho.xds.model.sidecar.AppProbe.HttpGet;
import dev.sekisho.xds.model.sidecar.AppProbe.TcpSocket;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Translates the checks of a Pod's applications to a listener that kubelet asks instead, which
 * needs no certificate. An HTTP check is passed on; others are made by the proxy all the time, and
 * answered by how the last went: 200 or 503. A pure function, safe for any thread.
 */
public final class ProbeTranslator {
  private static final String LISTENER = "probes";

  private ProbeTranslator() {}

  /** Of a Pod with one address. */
  public static InboundResources translate(List<AppProbe> probes, String podIp, StatusPorts ports) {
    return translate(probes, podIp, IpFamilies.of(List.of(podIp)), ports);
  }

  /**
   * The listener and its clusters; nothing if there are no checks, or no address yet.
   *
   * @param podIp of the one Pod that these are for, where kubelet would have checked
   * @param families of all its addresses
   */
  public static InboundResources translate(
      List<AppProbe> probes, String podIp, IpFamilies families, StatusPorts ports) {
    if (probes.isEmpty() || !InetAddresses.isInetAddress(podIp)) {
      return InboundResources.NONE;
    }
    var listener =
        StatusListeners.listener(
            LISTENER,
            families,
            ports.probes(),
            probes.stream().flatMap(ProbeTranslator::check).toList(),
            probes.stream().flatMap(probe -> route(probe, podIp)).toList());
    return new InboundResources(
        probes.stream()
            .map(probe -> ProbeClusters.of(probe, podIp))
            .map(cluster -> encode(cluster.getName(), cluster))
            .toList(),
        List.of(encode(LISTENER, listener)));
  }

  private static Stream<HttpFilter> check(AppProbe probe) {
    return switch (probe.action()) {
      case HttpGet _ -> Stream.of();
      case TcpSocket _, Grpc _ ->
          Stream.of(
              StatusListeners.filter(
                  "envoy.filters.http.health_check",
                  HealthCheck.newBuilder()
                      .setPassThroughMode(BoolValue.of(false))
                      .addHeaders(StatusListeners.is(":path", probe.path()))
                      .putClusterMinHealthyPercentages(
                          ProbeClusters.name(probe), Percent.newBuilder().setValue(100).build())
                      .build()));
    };
  }

  private static Stream<Route> route(AppProbe probe, String podIp) {
    return switch (probe.action()) {
      case HttpGet get -> Stream.of(route(probe, get, podIp));
      case TcpSocket _, Grpc _ -> Stream.of();
    };
  }

  private static Route route(AppProbe probe, HttpGet get, String podIp) {
    var route = StatusListeners.route(probe.path(), ProbeClusters.name(probe), get.path());
    route
        .getRouteBuilder()
        .setHostRewriteLiteral(get.host().orElse(ProbeClusters.authority(podIp, get.port())))
        .setTimeout(Durations.fromSeconds(probe.timeoutSeconds()));
    var names = new HashSet<String>();
    for (var header : get.headers()) {
      boolean first = names.add(header.name().toLowerCase(Locale.ROOT));
      route.addRequestHeadersToAdd(option(header, first));
    }
    // Without it kubelet takes a redirect for a success, as it stands. It would follow it to this
    // listener, where there is no such path.
    return route.addResponseHeadersToRemove("location").build();
  }

  /**
   * @param first whether it takes the place of the caller's header of that name, or is added
   */
  private static HeaderValueOption option(Header header, boolean first) {
    return HeaderValueOption.newBuilder()
        .setHeader(
            HeaderValue.newBuilder()
                .setKey(header.name())
                // Else a command operator of Envoy's formats.
                .setValue(header.value().replace("%", "%%")))
        .setAppendAction(
            first
                ? HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD
                : HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)
        .setKeepEmptyValue(true)
        .build();
  }
}

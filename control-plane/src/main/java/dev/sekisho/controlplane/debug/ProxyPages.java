package dev.sekisho.controlplane.debug;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.xds.debug.ConfigDump;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.store.ResourceStore;
import java.util.List;
import java.util.Optional;

/**
 * What there is to see of connected proxies. Thread-safe; a dump takes milliseconds for thousands
 * of resources.
 */
public final class ProxyPages {
  private ProxyPages() {}

  /** The proxies' streams, by age. */
  public static ArrayNode connections(List<ProxyStatus> proxies, Viewer viewer) {
    var all = JsonNodeFactory.instance.arrayNode();
    proxies.stream()
        .map(ProxyStatus::proxy)
        .filter(proxy -> viewer.sees(namespace(proxy)))
        .forEach(
            proxy -> {
              var one = all.addObject();
              one.put("proxy", name(proxy));
              one.put("proxy_id", proxy.proxyId());
              one.put("stream", proxy.stream());
              one.put("peer", proxy.peer());
              one.put("protocol", proxy.variant().name());
              proxy.identity().ifPresent(id -> one.put("identity", id.spiffeId().toString()));
              var scopes = one.putArray("scopes");
              proxy.scopes().forEach(scope -> scopes.add(scope.name()));
            });
    return all;
  }

  /** How far each has come, with the names that Istio's page of this name has. */
  public static ArrayNode syncz(List<ProxyStatus> proxies, Viewer viewer) {
    var all = JsonNodeFactory.instance.arrayNode();
    proxies.stream()
        .filter(status -> viewer.sees(namespace(status.proxy())))
        .forEach(status -> all.add(sync(status)));
    return all;
  }

  private static ObjectNode sync(ProxyStatus status) {
    var one = JsonNodeFactory.instance.objectNode();
    one.put("proxy", name(status.proxy()));
    one.put("proxy_type", status.proxy().role().nodeKind());
    for (var type : ResourceType.values()) {
      var known = status.types().get(type);
      var prefix = prefix(type);
      if (known == null) {
        one.put(prefix + "_status", SyncState.NOT_SENT.text());
        continue;
      }
      one.put(prefix + "_sent", known.sentVersion());
      one.put(prefix + "_acked", known.ackedVersion());
      one.put(prefix + "_revision", known.sentRevision());
      one.put(prefix + "_status", SyncState.of(known).text());
      known.lastNack().ifPresent(nack -> one.put(prefix + "_nack", nack.message()));
    }
    return one;
  }

  private static String prefix(ResourceType type) {
    return switch (type) {
      case CLUSTER -> "cluster";
      case ENDPOINT -> "endpoint";
      case SECRET -> "secret";
      case LISTENER -> "listener";
      case ROUTE -> "route";
    };
  }

  /**
   * What a proxy is served now, as {@link ConfigDump} prints it.
   *
   * @param proxy {@code Pod.namespace}, or a whole node id
   * @return empty if none of that name is connected, or it isn't for this viewer
   */
  public static Optional<String> configDump(
      String proxy, List<ProxyStatus> proxies, ResourceStore store, Viewer viewer) {
    return proxies.stream()
        .map(ProxyStatus::proxy)
        .filter(each -> viewer.sees(namespace(each)))
        .filter(each -> name(each).equals(proxy) || each.proxyId().equals(proxy))
        // Of a proxy that has just connected again the older stream is the one that ends.
        .reduce((older, younger) -> younger)
        .map(each -> ConfigDump.json(each.scopes().stream().map(store::current).toList()));
  }

  /** {@code Pod.namespace}, as Istio's tools name proxies; the node id where it says no Pod. */
  private static String name(ConnectedProxy proxy) {
    return pod(proxy).map(pod -> pod.name() + "." + pod.namespace()).orElse(proxy.proxyId());
  }

  /** Of no namespace where nothing is proven or said: for those who see all. */
  private static String namespace(ConnectedProxy proxy) {
    return proxy
        .identity()
        .map(proven -> proven.spiffeId().namespace())
        .or(() -> proxy.pod().map(PodName::namespace))
        .orElse("");
  }

  private static Optional<PodName> pod(ConnectedProxy proxy) {
    return proxy
        .identity()
        .flatMap(proven -> proven.pod())
        .map(pod -> new PodName(pod.namespace(), pod.name()))
        .or(proxy::pod);
  }
}

package dev.sekisho.controlplane.debug;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.xds.debug.ConfigDump;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy;
import dev.sekisho.xds.server.ProxyStatus;
import dev.sekisho.xds.server.SyncState;
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
        .filter(proxy -> viewer.sees(proxy.namespace()))
        .forEach(
            proxy -> {
              var one = all.addObject();
              one.put("proxy", proxy.name());
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
    visible(proxies, viewer).forEach(status -> all.add(sync(status)));
    return all;
  }

  /** Those that this viewer may see. */
  static List<ProxyStatus> visible(List<ProxyStatus> proxies, Viewer viewer) {
    return proxies.stream().filter(status -> viewer.sees(status.proxy().namespace())).toList();
  }

  private static ObjectNode sync(ProxyStatus status) {
    var one = JsonNodeFactory.instance.objectNode();
    one.put("proxy", status.proxy().name());
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
    return find(proxy, proxies, viewer).map(found -> ConfigDump.json(served(found, store)));
  }

  /** The proxy of that name, if there is one that this viewer may see. */
  static Optional<ConnectedProxy> find(String proxy, List<ProxyStatus> proxies, Viewer viewer) {
    return visible(proxies, viewer).stream()
        .map(ProxyStatus::proxy)
        .filter(each -> each.name().equals(proxy) || each.proxyId().equals(proxy))
        // Of a proxy that has just connected again the older stream is the one that ends.
        .reduce((older, younger) -> younger);
  }

  /** What it is served now, in parts. */
  static List<ResourceSnapshot> served(ConnectedProxy proxy, ResourceStore store) {
    return proxy.scopes().stream().map(store::current).toList();
  }
}

package dev.sekisho.xds.translate;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.ProxyConfig;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates a gateway's configuration to what its proxies are served. A pure function, safe for
 * any thread: equal configurations give equal bytes and versions.
 */
public final class GatewayTranslator {
  private final ListenerTranslator listeners = new ListenerTranslator();
  private final RouteTranslator routes = new RouteTranslator();
  private final ClusterTranslator clusters = new ClusterTranslator();
  private final EndpointTranslator endpoints = new EndpointTranslator();
  private final SecretTranslator secrets = new SecretTranslator();
  private final TrustDomain trustDomain;

  /**
   * @param trustDomain of the workloads that routes lead to
   */
  public GatewayTranslator(TrustDomain trustDomain) {
    this.trustDomain = trustDomain;
  }

  /**
   * The resources of the gateway for one scope.
   *
   * @param scope one that doesn't {@linkplain ProxyScope#servesTls serve TLS} is given nothing that
   *     belongs to it
   */
  public ResourceSnapshot translate(ProxyConfig config, ProxyScope scope) {
    boolean withTls = scope.servesTls();
    return ResourceSnapshot.of(
        Map.of(
            ResourceType.CLUSTER, clusters(config, withTls),
            ResourceType.ENDPOINT, endpoints(config),
            ResourceType.SECRET, withTls ? secrets(config) : List.<EncodedResource>of(),
            ResourceType.LISTENER, listeners(config, withTls),
            ResourceType.ROUTE, routes(config, withTls)),
        config.revision());
  }

  private List<EncodedResource> clusters(ProxyConfig config, boolean withTls) {
    var mesh = Optional.of(trustDomain).filter(domain -> withTls);
    return config.clusters().stream()
        .map(cluster -> clusters.translate(cluster, mesh))
        .map(cluster -> encode(cluster.getName(), cluster))
        .toList();
  }

  private List<EncodedResource> endpoints(ProxyConfig config) {
    return config.clusters().stream()
        .map(cluster -> endpoints.translate(cluster.ref(), cluster.endpoints()))
        .map(assignment -> encode(assignment.getClusterName(), assignment))
        .toList();
  }

  private List<EncodedResource> secrets(ProxyConfig config) {
    return config.certificates().entrySet().stream()
        .map(entry -> secrets.translate(entry.getKey(), entry.getValue()))
        .map(secret -> encode(secret.getName(), secret))
        .toList();
  }

  private List<EncodedResource> listeners(ProxyConfig config, boolean withTls) {
    var translated = new ArrayList<Listener>();
    translated.add(listeners.http(config));
    if (withTls) {
      listeners.https(config).ifPresent(translated::add);
    }
    return translated.stream().map(listener -> encode(listener.getName(), listener)).toList();
  }

  private List<EncodedResource> routes(ProxyConfig config, boolean withTls) {
    var translated = new ArrayList<RouteConfiguration>();
    translated.add(routes.http(config));
    if (withTls) {
      config.tlsChains().stream().map(routes::https).forEach(translated::add);
    }
    return translated.stream().map(route -> encode(route.getName(), route)).toList();
  }
}

package dev.sekisho.xds.resources;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The xDS resource types that Sekisho serves, in the order in which additions are pushed (removals
 * go the other way round): what a resource refers to comes before it.
 */
public enum ResourceType {
  /** Clusters. */
  CLUSTER("CDS", "envoy.config.cluster.v3.Cluster"),
  /** Cluster load assignments: the endpoints of clusters. */
  ENDPOINT("EDS", "envoy.config.endpoint.v3.ClusterLoadAssignment"),
  /** Certificates with their keys, and trust bundles. */
  SECRET("SDS", "envoy.extensions.transport_sockets.tls.v3.Secret"),
  /** Listeners. */
  LISTENER("LDS", "envoy.config.listener.v3.Listener"),
  /** Route configurations. */
  ROUTE("RDS", "envoy.config.route.v3.RouteConfiguration");

  private static final String TYPE_URL_PREFIX = "type.googleapis.com/";
  private static final Map<String, ResourceType> BY_URL =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(t -> t.typeUrl, t -> t));

  private final String shortName;
  private final String typeUrl;

  ResourceType(String shortName, String messageName) {
    this.shortName = shortName;
    this.typeUrl = TYPE_URL_PREFIX + messageName;
  }

  /** The type of the xDS {@code type_url}; empty if it is none that Sekisho serves. */
  public static Optional<ResourceType> fromTypeUrl(String typeUrl) {
    return Optional.ofNullable(BY_URL.get(typeUrl));
  }

  /**
   * The {@code type_url} of requests and responses, with the prefix {@code type.googleapis.com/}.
   */
  public String typeUrl() {
    return typeUrl;
  }

  /**
   * Whether a client can subscribe to all at once. The protocol has wildcards for clusters and
   * listeners only; elsewhere {@code *} is a name like others.
   */
  public boolean hasWildcard() {
    return this == CLUSTER || this == LISTENER;
  }

  /** The usual abbreviation, for logs and metrics: {@code CDS}, {@code EDS} and so on. */
  public String shortName() {
    return shortName;
  }
}

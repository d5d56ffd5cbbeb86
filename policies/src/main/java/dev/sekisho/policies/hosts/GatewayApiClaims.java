package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.GatewayRoute;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.KubernetesGateway;
import dev.sekisho.policies.objects.KubernetesGateway.Listener;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the kinds of the Gateway API claim. */
final class GatewayApiClaims {

  private static final String HOSTNAMES = "spec.hostnames";

  private GatewayApiClaims() {}

  static HostRequest of(KubernetesGateway gateway, HostSurroundings world) {
    var claims = collector(gateway, "gateway", world);
    var exposure = Exposure.ofListeners(gateway.key());
    claims.servedOn(exposure);
    for (Listener listener : gateway.listeners()) {
      if (listener.hostname().isEmpty()) {
        claims.hostless(listener.fieldPath(), exposure, Set.of());
      } else {
        String path = listener.fieldPath() + ".hostname";
        claims
            .read(listener.hostname().get(), path)
            .ifPresent(pattern -> claims.host(pattern, path, exposure));
      }
    }
    return claims.request(Optional.empty(), tlsOf(gateway));
  }

  private static HostRequest.Tls tlsOf(KubernetesGateway gateway) {
    var withTls = gateway.listeners().stream().filter(Listener::tls).toList();
    return new HostRequest.Tls(
        !withTls.isEmpty(),
        false,
        withTls.stream().flatMap(listener -> offered(listener).stream()).toList(),
        "spec.listeners");
  }

  static HostRequest of(GatewayRoute route, HostSurroundings world) {
    var claims = collector(route, wordOf(route), world);
    for (int i = 0; i < route.hostnames().size(); i++) {
      String path = HOSTNAMES + "[" + i + "]";
      claims
          .read(route.hostnames().get(i), path)
          .ifPresent(host -> claim(Optional.of(host), path, route, world, claims));
    }
    if (route.hostnames().isEmpty()) {
      claim(Optional.empty(), HOSTNAMES, route, world, claims);
    }
    return claims.request(Optional.empty(), HostRequest.Tls.OF_THE_GATEWAY);
  }

  /** HTTPRoute.gateway.networking.k8s.io is an httproute to users. */
  private static String wordOf(GatewayRoute route) {
    String kind = route.kind();
    return kind.substring(0, kind.indexOf('.')).toLowerCase(Locale.ROOT);
  }

  private static void claim(
      Optional<HostPattern> host,
      String path,
      GatewayRoute route,
      HostSurroundings world,
      ClaimCollector claims) {
    for (GatewayRoute.Parent parent : route.parents()) {
      if (!parent.isService()) {
        var exposure = Exposure.ofRoutes(route.key(parent));
        claims.servedOn(exposure);
        for (Optional<HostPattern> offered : offered(parent, route, world)) {
          claimBoth(host, offered, path, exposure, claims);
        }
      }
    }
  }

  /** The hosts of the listeners that the route asks for; a parent that isn't there offers all. */
  private static List<Optional<HostPattern>> offered(
      GatewayRoute.Parent parent, GatewayRoute route, HostSurroundings world) {
    return world
        .kubernetesGateway(route.key(parent))
        .map(
            gateway ->
                gateway.listeners().stream()
                    .filter(parent::picks)
                    .filter(
                        listener -> listener.hostname().isEmpty() || offered(listener).isPresent())
                    .map(listener -> listener.hostname().flatMap(h -> offered(listener)))
                    .toList())
        .orElse(List.of(Optional.empty()));
  }

  private static Optional<HostPattern> offered(Listener listener) {
    return HostPattern.read(listener.hostname().orElse("*")).valid();
  }

  /** Empty means that no host is named, on either side. */
  private static void claimBoth(
      Optional<HostPattern> host,
      Optional<HostPattern> offered,
      String path,
      Exposure exposure,
      ClaimCollector claims) {
    if (host.isEmpty() && offered.isEmpty()) {
      claims.hostless(path, exposure, Set.of());
    } else {
      host.orElse(HostPattern.ANY)
          .intersection(offered.orElse(HostPattern.ANY))
          .ifPresent(both -> claims.host(both, path, exposure));
    }
  }

  private static ClaimCollector collector(HostObject object, String word, HostSurroundings world) {
    return new ClaimCollector(object, word, world.owner(object.meta().namespace()));
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.IstioGateway;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ServiceEntry;
import dev.sekisho.policies.objects.VirtualService;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the kinds of Istio claim. */
final class IstioClaims {

  private IstioClaims() {}

  static HostRequest of(IstioGateway gateway, HostSurroundings world) {
    var claims = collector(gateway, "gateway", world);
    var exposure = Exposure.ofIstioServers(gateway.selector());
    claims.servedOn(exposure);
    for (IstioGateway.Server server : gateway.servers()) {
      for (IstioGateway.Host host : server.hosts()) {
        claims
            .read(host.host(), host.fieldPath())
            .ifPresent(pattern -> claims.host(pattern, host.fieldPath(), exposure));
      }
    }
    return claims.request(Optional.empty(), tlsOf(gateway));
  }

  private static HostRequest.Tls tlsOf(IstioGateway gateway) {
    var withTls = gateway.servers().stream().filter(IstioGateway.Server::tls).toList();
    return new HostRequest.Tls(
        !withTls.isEmpty(),
        false,
        withTls.stream()
            .flatMap(server -> server.hosts().stream())
            .flatMap(host -> HostPattern.read(host.host()).valid().stream())
            .toList(),
        "spec.servers");
  }

  static HostRequest of(VirtualService service, HostSurroundings world) {
    var claims = collector(service, "virtualservice", world);
    for (int i = 0; i < service.hosts().size(); i++) {
      String path = "spec.hosts[" + i + "]";
      claims
          .read(fullName(service.hosts().get(i), service), path)
          .ifPresent(host -> claim(host, path, service, world, claims));
    }
    return claims.request(Optional.empty(), HostRequest.Tls.OF_THE_GATEWAY);
  }

  private static void claim(
      HostPattern host,
      String path,
      VirtualService service,
      HostSurroundings world,
      ClaimCollector claims) {
    for (String reference : service.gateways()) {
      if (reference.equals(VirtualService.MESH)) {
        claimInMesh(host, path, service, world, claims);
      } else {
        var key = service.gateway(reference);
        world
            .istioGateway(key)
            .ifPresentOrElse(
                gateway -> claimOn(gateway, host, path, service, claims),
                () -> claims.host(host, path, Exposure.ofRoutes(key)));
      }
    }
  }

  private static void claimOn(
      IstioGateway gateway,
      HostPattern host,
      String path,
      VirtualService service,
      ClaimCollector claims) {
    for (IstioGateway.Server server : gateway.servers()) {
      for (IstioGateway.Host offered : server.hosts()) {
        boolean attached = offered.isFor(service.meta().namespace(), gateway.meta().namespace());
        var exposure =
            attached
                ? Exposure.ofIstioRoutes(gateway.selector())
                : Exposure.ofNobody(service.key());
        HostPattern.read(offered.host())
            .valid()
            .flatMap(host::intersection)
            .ifPresent(both -> claims.host(both, path, exposure));
      }
    }
  }

  private static void claimInMesh(
      HostPattern host,
      String path,
      VirtualService service,
      HostSurroundings world,
      ClaimCollector claims) {
    if (ClusterServices.areOf(service.meta().namespace(), host)) {
      return;
    }
    claims.host(host, path, Exposure.MESH);
    var foreign = ClusterServices.namespaceOf(host);
    boolean allowed = foreign.map(name -> world.owner(name).equals(claims.owner())).orElse(false);
    if (ClusterServices.ALL.overlaps(host) && !allowed) {
      claims.taken(host, path, foreign.map(ClusterServices::text).orElse(ClusterServices.TEXT));
    }
  }

  /** A name without a dot is that of a service in the same namespace. */
  private static String fullName(String host, VirtualService service) {
    return host.equals("*") || host.isEmpty() || host.indexOf('.') >= 0
        ? host
        : host + ClusterServices.suffix(service.meta().namespace());
  }

  static HostRequest of(ServiceEntry entry, HostSurroundings world) {
    var claims = collector(entry, "serviceentry", world);
    claims.servedOn(Exposure.MESH);
    for (int i = 0; i < entry.hosts().size(); i++) {
      String path = "spec.hosts[" + i + "]";
      claims
          .read(entry.hosts().get(i), path)
          .ifPresent(
              host -> {
                claims.host(host, path, Exposure.MESH);
                if (ClusterServices.ALL.overlaps(host)) {
                  claims.taken(host, path, ClusterServices.TEXT);
                }
              });
    }
    return claims.request(Optional.empty(), HostRequest.Tls.OF_THE_GATEWAY);
  }

  /** The Gateways, and the namespaces whose services it names. */
  static Set<ObjectKey> references(VirtualService service) {
    var references = new HashSet<ObjectKey>();
    for (String reference : service.gateways()) {
      if (!reference.equals(VirtualService.MESH)) {
        references.add(service.gateway(reference));
      }
    }
    for (String host : service.hosts()) {
      HostPattern.read(host)
          .valid()
          .flatMap(ClusterServices::namespaceOf)
          .ifPresent(name -> references.add(new ObjectKey("Namespace", "", name)));
    }
    return references;
  }

  private static ClaimCollector collector(HostObject object, String word, HostSurroundings world) {
    return new ClaimCollector(object, word, world.owner(object.meta().namespace()));
  }
}

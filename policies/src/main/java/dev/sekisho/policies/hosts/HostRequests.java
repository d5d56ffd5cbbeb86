package dev.sekisho.policies.hosts;

import dev.sekisho.policies.objects.ClaimedObject;
import dev.sekisho.policies.objects.GatewayRoute;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IstioGateway;
import dev.sekisho.policies.objects.KubernetesGateway;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ServiceEntry;
import dev.sekisho.policies.objects.VirtualService;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What objects of each kind claim, and where. To open a host on a gateway and to serve it there are
 * two things, so a gateway has two exposures:
 *
 * <ul>
 *   <li>Gateways claim the hosts that they open on that of their servers. Istio Gateways whose
 *       selectors are the same open theirs on the same Pods, so those of two owners conflict. A
 *       Gateway of the Gateway API stands for an address of its own and conflicts with none.
 *   <li>VirtualServices and routes claim what they serve on that of the routes: the same for all
 *       Istio Gateways of one selector, and one for each Gateway of the Gateway API. Two tenants
 *       conflict there, but neither with the Gateway that offers the host to both.
 * </ul>
 *
 * <p>Nobody can take a served host by opening it a second time: what is served lies within what a
 * Gateway opens, so that the second Gateway on these Pods conflicts with the first one. What no
 * gateway would serve for now, because the Gateway doesn't let that namespace in, is reviewed, but
 * is in nobody's way.
 *
 * <p>The objects of a resource that a policy says something of claim on an exposure of that
 * resource.
 *
 * <p>All sidecars are one more exposure, the mesh: VirtualServices for it claim the hosts that
 * aren't services of their own namespace, and ServiceEntries all of theirs. The names of services
 * in the cluster belong to the namespaces of these.
 */
public final class HostRequests {

  private HostRequests() {}

  public static HostRequest of(HostObject object, HostSurroundings world) {
    return switch (object) {
      case Ingress ingress ->
          IngressClaims.of(ingress, world.owner(ingress.meta().namespace()), world.defaultClass());
      case IstioGateway gateway -> IstioClaims.of(gateway, world);
      case VirtualService service -> IstioClaims.of(service, world);
      case ServiceEntry entry -> IstioClaims.of(entry, world);
      case KubernetesGateway gateway -> GatewayApiClaims.of(gateway, world);
      case GatewayRoute route -> GatewayApiClaims.of(route, world);
      case ClaimedObject claimed -> PolicyClaims.of(claimed, world);
    };
  }

  /** The other objects that the claims depend on, whether they exist or not. */
  public static Set<ObjectKey> references(HostObject object) {
    return switch (object) {
      case VirtualService service -> IstioClaims.references(service);
      case GatewayRoute route ->
          route.parents().stream().map(route::key).collect(Collectors.toSet());
      case Ingress ignored -> Set.of();
      case IstioGateway ignored -> Set.of();
      case ServiceEntry ignored -> Set.of();
      case KubernetesGateway ignored -> Set.of();
      case ClaimedObject ignored -> Set.of();
    };
  }
}

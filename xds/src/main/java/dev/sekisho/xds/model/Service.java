package dev.sekisho.xds.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Service and its TCP ports.
 *
 * @param vips its cluster IPs, as written; none: headless, ExternalName, or none given yet
 * @param alias the host that it is another name for ({@code ExternalName}), as written
 */
public record Service(
    ServiceKey key,
    List<ServicePort> ports,
    List<String> vips,
    Set<ServiceTrait> traits,
    Optional<String> alias) {
  public Service {
    ports = List.copyOf(ports);
    vips = List.copyOf(vips);
    traits = Set.copyOf(traits);
  }

  /** One that asks for nothing more. */
  public Service(ServiceKey key, List<ServicePort> ports, List<String> vips) {
    this(key, ports, vips, Set.of(), Optional.empty());
  }

  /** One without cluster IPs. */
  public Service(ServiceKey key, List<ServicePort> ports) {
    this(key, ports, List.of());
  }

  /** The Service that it is another name for, which may not be there; empty if it is no other's. */
  public Optional<ServiceKey> aliasOf() {
    return alias.flatMap(ServiceKey::ofFqdn);
  }

  /** Whether it may be asked for at an IPv6 address: its own, or one of its Pods'. */
  public boolean isIpv6() {
    return has(ServiceTrait.IPV6) || vips.stream().anyMatch(vip -> vip.indexOf(':') >= 0);
  }

  public boolean has(ServiceTrait trait) {
    return traits.contains(trait);
  }
}

package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.PortNumbers;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a sidecar does with the connections to its application. Equal workloads have equal ones:
 * nothing of a single Pod is in it.
 *
 * @param proxy the ports that are the proxy's own
 * @param families of the addresses that the workload is called at
 * @param trustDomain of the callers that are let in by mTLS
 * @param ports by number, each once: of several for a number, the first Service's. Numbers that
 *     aren't ports, or are the proxy's own, are left out
 * @param mesh what policies say of the workload
 */
public record InboundConfig(
    SidecarPorts proxy,
    IpFamilies families,
    TrustDomain trustDomain,
    List<InboundPort> ports,
    WorkloadMesh mesh) {
  public InboundConfig {
    var byNumber = new TreeMap<Integer, InboundPort>();
    ports.stream()
        .sorted(Comparator.comparing(InboundPort::service))
        .filter(port -> isApplications(port.number(), proxy))
        .forEach(port -> byNumber.merge(port.number(), port, InboundPort::and));
    ports = List.copyOf(byNumber.values());
  }

  /** Of a workload with IPv4 addresses. */
  public InboundConfig(
      SidecarPorts proxy, TrustDomain trustDomain, List<InboundPort> ports, WorkloadMesh mesh) {
    this(proxy, IpFamilies.IPV4, trustDomain, ports, mesh);
  }

  /** Ports that no Service leads to, but that have a mode of their own. */
  public SortedMap<Integer, MtlsMode> undeclaredPorts() {
    var undeclared = new TreeMap<>(mesh.ports());
    undeclared.keySet().removeIf(number -> !isApplications(number, proxy));
    ports.forEach(port -> undeclared.remove(port.number()));
    return Collections.unmodifiableSortedMap(undeclared);
  }

  private static boolean isApplications(int number, SidecarPorts proxy) {
    return PortNumbers.isPort(number) && !proxy.areProxys(number);
  }
}

package dev.sekisho.policies.objects;

import java.util.List;

/**
 * A ServiceEntry of Istio ({@code networking.istio.io}): names that the mesh shall know.
 *
 * @param hosts as written
 * @see <a href="https://istio.io/latest/docs/reference/config/networking/service-entry/">
 *     ServiceEntry</a>
 */
public record ServiceEntry(ObjectMeta meta, List<String> hosts, List<FieldProblem> unreadable)
    implements HostObject {

  public static final String KIND = KindNames.of("networking.istio.io", "ServiceEntry");

  public ServiceEntry {
    hosts = List.copyOf(hosts);
    unreadable = List.copyOf(unreadable);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ServiceEntry in(String namespace) {
    return new ServiceEntry(meta.in(namespace), hosts, unreadable);
  }
}

package dev.sekisho.controlplane.keys;

import java.util.ArrayList;
import java.util.List;

/**
 * The names under which clients reach the webhook and the xDS port.
 *
 * @param dnsNames lower-case RFC 1123 names
 * @param ipAddresses in text form
 */
public record ServingNames(List<String> dnsNames, List<String> ipAddresses) {

  private static final String SERVICE = "sekisho";
  private static final String CLUSTER_DOMAIN = "cluster.local";

  public ServingNames {
    dnsNames = List.copyOf(dnsNames);
    ipAddresses = List.copyOf(ipAddresses);
  }

  /**
   * Those of the Service {@code sekisho}.
   *
   * @param namespace of that Service
   * @param local whether clients on this machine come by its own names, too
   */
  public static ServingNames of(String namespace, boolean local) {
    var inNamespace = SERVICE + "." + namespace;
    var names = new ArrayList<String>();
    names.add(SERVICE);
    names.add(inNamespace);
    names.add(inNamespace + ".svc");
    names.add(inNamespace + ".svc." + CLUSTER_DOMAIN);
    if (local) {
      names.add("localhost");
    }
    return new ServingNames(names, local ? List.of("127.0.0.1", "::1") : List.of());
  }
}

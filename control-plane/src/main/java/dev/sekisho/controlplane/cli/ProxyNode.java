package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.xds.bootstrap.ProxyRole;
import java.util.Arrays;
import java.util.Optional;

/**
 * The proxy that a bootstrap is for.
 *
 * @param name its node id after the role
 */
record ProxyNode(ProxyRole role, String name) {

  /**
   * From what {@code --role} and {@code --id} say.
   *
   * @throws StartupException if they contradict each other, or one is none
   */
  static ProxyNode of(String role, String id) {
    var named =
        Arrays.stream(ProxyRole.values())
            .filter(candidate -> candidate.name().equalsIgnoreCase(role))
            .findFirst()
            .orElseThrow(() -> wrong("--role: " + role + " (expected: sidecar or gateway)"));
    for (var candidate : ProxyRole.values()) {
      if (id.startsWith(candidate.nodeKind() + "~")) {
        if (candidate != named) {
          throw wrong(
              "--id: %s is that of a %s, and --role says %s"
                  .formatted(id, word(candidate), word(named)));
        }
        return new ProxyNode(named, id.substring(named.nodeKind().length() + 1));
      }
    }
    throw wrongId(named, id);
  }

  /**
   * The identity of a proxy that no token speaks for: in the namespace of its node id.
   *
   * @throws StartupException if there is none, or the account is none
   */
  SpiffeId identity(TrustDomain trustDomain, Optional<String> serviceAccount) {
    var account =
        serviceAccount.orElse(
            switch (role) {
              case GATEWAY -> "sekisho-gateway";
              case SIDECAR -> "default";
            });
    String[] parts = name.split("~", -1);
    String pod = parts.length > 1 ? parts[1] : "";
    String namespace = pod.substring(pod.lastIndexOf('.') + 1);
    if (!pod.contains(".") || !isNamespace(trustDomain, namespace)) {
      throw wrongId(role, role.nodeKind() + "~" + name);
    }
    try {
      return new SpiffeId(trustDomain, namespace, account);
    } catch (IllegalArgumentException e) {
      throw wrong("--service-account: " + account + " (expected: the name of a ServiceAccount)");
    }
  }

  private static boolean isNamespace(TrustDomain trustDomain, String namespace) {
    return SpiffeId.parse("spiffe://%s/ns/%s/sa/default".formatted(trustDomain, namespace))
        .isPresent();
  }

  private static StartupException wrongId(ProxyRole role, String id) {
    return wrong(
        "--id: %s (expected: %s~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.cluster.local)"
            .formatted(id, role.nodeKind()));
  }

  private static String word(ProxyRole role) {
    return switch (role) {
      case GATEWAY -> "gateway";
      case SIDECAR -> "sidecar";
    };
  }

  private static StartupException wrong(String message) {
    return new StartupException(INPUT, message);
  }
}

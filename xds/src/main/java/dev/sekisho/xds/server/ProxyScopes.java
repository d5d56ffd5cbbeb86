package dev.sekisho.xds.server;

import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.List;
import java.util.Optional;

/** Decides what a proxy is served. Thread-safe; called once for each stream, must not block. */
@FunctionalInterface
public interface ProxyScopes {
  /** One scope for all gateways, one for those in plaintext, one for all sidecars. */
  ProxyScopes BY_ROLE =
      (role, pod, identity) ->
          List.of(
              switch (role) {
                case GATEWAY ->
                    identity.isPresent() ? ProxyScope.GATEWAY : ProxyScope.GATEWAY_PLAINTEXT;
                case SIDECAR -> ProxyScope.SIDECAR;
              });

  /**
   * @param pod that the proxy says that it is in; proven only by an identity
   * @param identity empty: the stream came in plaintext, and nothing is proven
   * @return the parts of what it is served, at least one; where two have the same name, the last
   *     one's counts
   */
  List<ProxyScope> scopesOf(
      ProxyRole role, Optional<PodName> pod, Optional<ProxyIdentity> identity);
}

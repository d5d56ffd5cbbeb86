package dev.sekisho.xds.server;

import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.Optional;

/** Decides what a proxy is served. Thread-safe; called once for each stream, must not block. */
@FunctionalInterface
public interface ProxyScopes {
  /** One scope for all gateways, one for those in plaintext, one for all sidecars. */
  ProxyScopes BY_ROLE =
      (role, identity) ->
          switch (role) {
            case GATEWAY ->
                identity.isPresent() ? ProxyScope.GATEWAY : ProxyScope.GATEWAY_PLAINTEXT;
            case SIDECAR -> ProxyScope.SIDECAR;
          };

  /**
   * @param identity empty: the stream came in plaintext, and nothing is proven
   */
  ProxyScope scopeOf(ProxyRole role, Optional<ProxyIdentity> identity);
}

package dev.sekisho.xds.identity;

import dev.sekisho.certs.SpiffeId;
import java.util.Optional;

/**
 * Who a proxy has proven to be.
 *
 * @param spiffeId its service account; the identity that its certificates get
 * @param pod where it runs; empty for a client certificate that was issued to no Pod, such as that
 *     of a gateway outside of the cluster
 */
public record ProxyIdentity(SpiffeId spiffeId, Optional<PodIdentity> pod) {}

package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.resources.EncodedPart;

/**
 * The virtual host of a Service's port. The two may be one.
 *
 * @param near for sidecars of the Service's namespace, which know it by its name alone as well
 * @param far for all others
 * @param ipv6 whether it may be asked for at an IPv6 address
 */
public record ServiceHost(EncodedPart near, EncodedPart far, boolean ipv6) {
  /** One that is asked for at IPv4 addresses only. */
  public ServiceHost(EncodedPart near, EncodedPart far) {
    this(near, far, false);
  }
}

package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.resources.EncodedPart;

/**
 * The virtual host of a Service's port. The two may be one.
 *
 * @param near for sidecars of the Service's namespace, which know it by its name alone as well
 * @param far for all others
 */
public record ServiceHost(EncodedPart near, EncodedPart far) {}

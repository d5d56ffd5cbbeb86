package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ProxyScope;
import java.util.concurrent.Executor;

/**
 * What every stream is given.
 *
 * @param scope what its proxies are served
 * @param store where that comes from
 * @param executor runs the stream's tasks one after the other
 * @param report takes its events
 * @param limits what it may ask for
 */
record StreamContext(
    ProxyScope scope,
    ResourceStore store,
    Executor executor,
    StreamReport report,
    XdsLimits limits) {}

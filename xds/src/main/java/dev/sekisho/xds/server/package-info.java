/**
 * The xDS server: a store of resource snapshots, a delta protocol state machine without threads or
 * I/O, and the gRPC adapters that put it, and java-control-plane's state-of-the-world server,
 * behind one aggregated discovery service.
 */
@NullMarked
package dev.sekisho.xds.server;

import org.jspecify.annotations.NullMarked;

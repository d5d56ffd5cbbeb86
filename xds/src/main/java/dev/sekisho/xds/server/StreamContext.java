package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.Credentials;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What every stream is given.
 *
 * @param backends whom to ask
 * @param streams those of the server
 * @param entrance decides whether it is let in
 * @param credentials what its client showed
 * @param executor runs the stream's tasks one after the other
 * @param work runs what takes longer, such as signing, one after the other as well
 * @param later only to hand tasks to the executor
 * @param report takes its events
 * @param limits what it may ask for
 */
record StreamContext(
    XdsBackends backends,
    Streams streams,
    Entrance entrance,
    Credentials credentials,
    Executor executor,
    Executor work,
    Later later,
    InstantSource clock,
    StreamReport report,
    XdsLimits limits) {}

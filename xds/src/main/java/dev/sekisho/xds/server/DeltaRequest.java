package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a delta client says about one type.
 *
 * @param type the resource type
 * @param nonce of the response that is acknowledged or rejected; empty if none is
 * @param error why that response was rejected; empty if it was accepted
 * @param subscribe names to subscribe to
 * @param unsubscribe names to unsubscribe from
 * @param initialVersions by name what the client has; counts in a type's first request only
 */
record DeltaRequest(
    ResourceType type,
    String nonce,
    Optional<String> error,
    List<String> subscribe,
    List<String> unsubscribe,
    Map<String, String> initialVersions) {}

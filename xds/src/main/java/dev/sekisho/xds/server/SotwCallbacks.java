package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a state-of-the-world stream's requests before java-control-plane sees them, and reports
 * its events. Used on the stream's executor only.
 */
final class SotwCallbacks implements DiscoveryServerCallbacks {
  private record Sent(String nonce, String version, List<String> names) {}

  private final StreamContext context;
  private final SotwWatcher watcher;
  private final Map<ResourceType, Sent> outstanding = new EnumMap<>(ResourceType.class);
  private boolean refused;

  SotwCallbacks(StreamContext context, SotwWatcher watcher) {
    this.context = context;
    this.watcher = watcher;
  }

  @Override
  public void onV3StreamRequest(long streamId, DiscoveryRequest request) throws RequestException {
    var type = ResourceType.fromTypeUrl(request.getTypeUrl());
    if (type.isEmpty()) {
      context.report().rejected(UnknownType.refusal(request.getTypeUrl()));
      return;
    }
    var names = watcher.namesBut(type.get()) + request.getResourceNamesCount();
    if (names > context.limits().maxNamesPerStream()) {
      refuse(Refusal.tooManyNames(names, context.limits().maxNamesPerStream()));
    }
    settle(type.get(), outstanding.get(type.get()), request);
  }

  private void settle(ResourceType type, @Nullable Sent sent, DiscoveryRequest request) {
    if (sent == null || !sent.nonce().equals(request.getResponseNonce())) {
      return;
    }
    outstanding.remove(type);
    if (request.hasErrorDetail()) {
      context
          .report()
          .nacked(type, sent.version(), sent.names(), request.getErrorDetail().getMessage());
    } else {
      context.report().acked(type, sent.version());
    }
  }

  @Override
  public void onV3StreamResponse(
      long streamId, DiscoveryRequest request, DiscoveryResponse response) {
    ResourceType.fromTypeUrl(response.getTypeUrl()).ifPresent(type -> sent(type, response));
  }

  private void sent(ResourceType type, DiscoveryResponse response) {
    outstanding.put(
        type, new Sent(response.getNonce(), response.getVersionInfo(), watcher.sentNames(type)));
    context
        .report()
        .pushed(
            type,
            response.getVersionInfo(),
            watcher.revision(),
            response.getResourcesCount(),
            response.getSerializedSize());
  }

  private void refuse(Refusal refusal) throws RequestException {
    if (!refused) {
      refused = true;
      context.report().rejected(refusal);
    }
    throw new RequestException(refusal.status());
  }

  @Override
  public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) {
    throw new UnsupportedOperationException("delta streams have their own service");
  }
}

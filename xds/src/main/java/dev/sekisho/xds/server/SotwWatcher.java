package dev.sekisho.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.controlplane.cache.ConfigWatcher;
import io.envoyproxy.controlplane.cache.DeltaResponse;
import io.envoyproxy.controlplane.cache.DeltaWatch;
import io.envoyproxy.controlplane.cache.DeltaXdsRequest;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.WatchCancelledException;
import io.envoyproxy.controlplane.cache.XdsRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers java-control-plane's watches of one state-of-the-world stream. A watch is open while the
 * client waits; once answered, the next one comes with its ACK or NACK. Types are answered in the
 * order of {@link ResourceType}, none while an earlier one owes an answer, and clusters that are
 * gone stay until what comes after them has settled. Used on the stream's executor only.
 */
final class SotwWatcher implements ConfigWatcher {
  private final Map<ResourceType, SotwType> types = new EnumMap<>(ResourceType.class);
  private Served served = Served.NOTHING;
  private boolean published;

  /** The policy revision that is served now. */
  String revision() {
    return served.revision();
  }

  /** The names subscribed to, of all types but this one. */
  int namesBut(ResourceType type) {
    return types.entrySet().stream()
        .filter(entry -> entry.getKey() != type)
        .mapToInt(entry -> entry.getValue().size())
        .sum();
  }

  /** The names in the type's last response. */
  List<String> sentNames(ResourceType type) {
    var of = types.get(type);
    return of == null ? List.of() : of.sentNames();
  }

  /** Takes in what is to be served from now on. */
  void publish(Served now) {
    served = now;
    published = true;
    answer();
  }

  @Override
  public Watch createWatch(
      boolean ads,
      XdsRequest request,
      Set<String> knownResourceNames,
      Consumer<Response> responseConsumer,
      boolean hasClusterChanged,
      boolean allowDefaultEmptyEdsUpdate) {
    var watch = new Watch(ads, allowDefaultEmptyEdsUpdate, request, responseConsumer);
    ResourceType.fromTypeUrl(request.getTypeUrl())
        .ifPresent(
            type -> {
              var warming = hasClusterChanged || isEndpointsBeforeClusters(type);
              types.computeIfAbsent(type, SotwType::new).opened(watch, warming);
              answer();
            });
    return watch;
  }

  /** What Envoy asks first if its last stream ended while clusters were warming. */
  private boolean isEndpointsBeforeClusters(ResourceType type) {
    return type == ResourceType.ENDPOINT
        && !types.containsKey(ResourceType.ENDPOINT)
        && !types.containsKey(ResourceType.CLUSTER);
  }

  /** Delta streams never come here: they have a service of their own. */
  @Override
  public DeltaWatch createDeltaWatch(
      DeltaXdsRequest request,
      String requesterVersion,
      Map<String, String> resourceVersions,
      Set<String> pendingResources,
      boolean isWildcard,
      Consumer<DeltaResponse> responseConsumer,
      boolean hasClusterChanged) {
    throw new UnsupportedOperationException("delta streams have their own service");
  }

  private void answer() {
    if (!published) {
      return;
    }
    var outstanding = false;
    for (var entry : types.entrySet()) {
      var type = entry.getValue();
      if (type.watch().isPresent() && !(outstanding && PushOrder.waitsForAcks(entry.getKey()))) {
        answer(entry.getKey(), type, type.watch().get());
      }
      outstanding |= type.watch().isEmpty();
    }
  }

  private void answer(ResourceType name, SotwType type, Watch watch) {
    var selection =
        name == ResourceType.CLUSTER && isUnsettledAfter(name)
            ? type.selectWithRemoved(served)
            : type.select(served);
    if (type.isDue(selection)) {
      type.sent(selection);
      respond(watch, selection);
    }
  }

  private boolean isUnsettledAfter(ResourceType type) {
    return types.entrySet().stream()
        .filter(entry -> entry.getKey().compareTo(type) > 0)
        .map(Map.Entry::getValue)
        .anyMatch(later -> later.watch().isEmpty() || later.isDue(served));
  }

  private static void respond(Watch watch, SotwType.Selection selection) {
    var bodies = selection.resources().stream().map(SotwWatcher::body).toList();
    try {
      watch.respond(Response.create(watch.request(), bodies, selection.version()));
    } catch (WatchCancelledException e) {
      // The stream has ended; there is nobody to tell.
    }
  }

  private static Any body(EncodedResource resource) {
    try {
      return Any.parseFrom(resource.body());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("resource " + resource + " isn't a packed message", e);
    }
  }
}

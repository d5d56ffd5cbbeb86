package dev.sekisho.xds.debug;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump.DynamicCluster;
import io.envoyproxy.envoy.admin.v3.EndpointsConfigDump;
import io.envoyproxy.envoy.admin.v3.EndpointsConfigDump.DynamicEndpointConfig;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump.DynamicListener;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump.DynamicListenerState;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump.DynamicRouteConfig;
import io.envoyproxy.envoy.admin.v3.SecretsConfigDump;
import io.envoyproxy.envoy.admin.v3.SecretsConfigDump.DynamicSecret;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a proxy is served, in the form in which Envoy dumps its own configuration, so that the same
 * tools read both. Of secrets there are names and versions only.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/operations/admin#get--config_dump">
 *     Envoy: config_dump</a>
 */
public final class ConfigDump {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(KnownTypes.REGISTRY)
          .preservingProtoFieldNames()
          .sortingMapKeys();

  private final List<ResourceSnapshot> parts;

  private ConfigDump(List<ResourceSnapshot> parts) {
    this.parts = parts;
  }

  /**
   * The dump as JSON.
   *
   * @param parts of what is served; where two have the same name, the last one's counts
   */
  public static String json(List<ResourceSnapshot> parts) {
    return print(new ConfigDump(parts).dump());
  }

  /** The sections of the dump; the same holds of the parts. */
  public static List<Any> sections(List<ResourceSnapshot> parts) {
    return new ConfigDump(parts).sections();
  }

  private Message dump() {
    return io.envoyproxy.envoy.admin.v3.ConfigDump.newBuilder().addAllConfigs(sections()).build();
  }

  private List<Any> sections() {
    return Stream.of(clusters(), endpoints(), listeners(), routes(), secrets())
        .map(Any::pack)
        .toList();
  }

  private Message clusters() {
    var dump = ClustersConfigDump.newBuilder();
    each(
        ResourceType.CLUSTER,
        r ->
            dump.addDynamicActiveClusters(
                DynamicCluster.newBuilder().setVersionInfo(r.version()).setCluster(body(r))));
    return dump.build();
  }

  private Message endpoints() {
    var dump = EndpointsConfigDump.newBuilder();
    each(
        ResourceType.ENDPOINT,
        r ->
            dump.addDynamicEndpointConfigs(
                DynamicEndpointConfig.newBuilder()
                    .setVersionInfo(r.version())
                    .setEndpointConfig(body(r))));
    return dump.build();
  }

  private Message listeners() {
    var dump = ListenersConfigDump.newBuilder();
    each(
        ResourceType.LISTENER,
        r ->
            dump.addDynamicListeners(
                DynamicListener.newBuilder()
                    .setName(r.name())
                    .setActiveState(
                        DynamicListenerState.newBuilder()
                            .setVersionInfo(r.version())
                            .setListener(body(r)))));
    return dump.build();
  }

  private Message routes() {
    var dump = RoutesConfigDump.newBuilder();
    each(
        ResourceType.ROUTE,
        r ->
            dump.addDynamicRouteConfigs(
                DynamicRouteConfig.newBuilder()
                    .setVersionInfo(r.version())
                    .setRouteConfig(body(r))));
    return dump.build();
  }

  private Message secrets() {
    var dump = SecretsConfigDump.newBuilder();
    each(
        ResourceType.SECRET,
        r ->
            dump.addDynamicActiveSecrets(
                DynamicSecret.newBuilder().setName(r.name()).setVersionInfo(r.version())));
    return dump.build();
  }

  private void each(ResourceType type, Consumer<EncodedResource> add) {
    var all = new TreeMap<String, EncodedResource>();
    parts.forEach(part -> all.putAll(part.resources(type)));
    all.values().forEach(add);
  }

  private static Any body(EncodedResource resource) {
    try {
      return Any.parseFrom(resource.body());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(resource + " isn't a packed message", e);
    }
  }

  private static String print(Message message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a type is missing among the known ones", e);
    }
  }
}

package dev.sekisho.xds.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.sekisho.xds.debug.ConfigDump;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.admin.v3.UpdateFailureState;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import java.util.List;

/**
 * Answers in the form in which istioctl reads them: of proxies how far each has come, as Envoy's
 * client status discovery has it, and of one proxy the sections of a configuration dump.
 */
final class DebugResponses {
  /** What Istio calls a mesh's one cluster if nobody named it. */
  private static final String CLUSTER = "Kubernetes";

  private DebugResponses() {}

  static DiscoveryResponse of(String typeUrl, String nonce, String replica, List<Any> resources) {
    var self = JsonNodeFactory.instance.objectNode();
    self.put("Component", "sekisho").put("ID", replica).putObject("Info");
    return DiscoveryResponse.newBuilder()
        .setTypeUrl(typeUrl)
        .setNonce(nonce)
        .setVersionInfo(nonce)
        .addAllResources(resources)
        .setControlPlane(ControlPlane.newBuilder().setIdentifier(self.toString()))
        .build();
  }

  /** Takes milliseconds for thousands of resources. */
  static List<Any> resources(XdsDebug.Answer.ConfigDump dump) {
    return ConfigDump.sections(dump.parts());
  }

  static List<Any> resources(XdsDebug.Answer.Sync sync) {
    return sync.proxies().stream().map(DebugResponses::status).map(Any::pack).toList();
  }

  private static ClientConfig status(ProxyStatus status) {
    var client =
        ClientConfig.newBuilder()
            .setNode(
                Node.newBuilder()
                    .setId(status.proxy().name())
                    .setMetadata(
                        Struct.newBuilder()
                            .putFields("CLUSTER_ID", text(CLUSTER))
                            .putFields("NAMESPACE", text(status.proxy().namespace()))));
    for (var type : ResourceType.values()) {
      client.addGenericXdsConfigs(
          config(type, status.types().getOrDefault(type, ProxyStatus.TypeStatus.NONE)));
    }
    return client.build();
  }

  private static GenericXdsConfig config(ResourceType type, ProxyStatus.TypeStatus status) {
    var state = SyncState.of(status);
    var config =
        GenericXdsConfig.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setVersionInfo(status.ackedVersion())
            .setConfigStatus(
                switch (state) {
                  case SYNCED -> ConfigStatus.SYNCED;
                  case STALE -> ConfigStatus.STALE;
                  case ERROR -> ConfigStatus.ERROR;
                  case NOT_SENT -> ConfigStatus.NOT_SENT;
                });
    if (state == SyncState.ERROR) {
      status
          .lastNack()
          .ifPresent(
              nack ->
                  config.setErrorState(UpdateFailureState.newBuilder().setDetails(nack.message())));
    }
    return config.build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}

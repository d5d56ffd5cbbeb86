package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.tracing.TracingSettings;
import dev.sekisho.webhook.review.StatusReason;
import dev.sekisho.webhook.server.ClientAccess;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.server.XdsLimits;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a control plane is started with.
 *
 * @param source where objects come from
 * @param namespace Sekisho's own
 * @param dataDirectory for keys and last good policies; empty, with a cluster alone: they are kept
 *     there
 * @param gatewayPorts which gateways bind
 * @param ports which this process binds
 * @param webhookClients who may ask the webhook
 * @param statusReason of its denials
 * @param proxies what is asked of them
 * @param certificates which certificates there are
 * @param sidecars how they are put into Pods
 * @param tracing where traces go; empty: there are none
 */
public record ControlPlaneConfig(
    Source source,
    String namespace,
    Optional<Path> dataDirectory,
    GatewayPorts gatewayPorts,
    Ports ports,
    ClientAccess webhookClients,
    StatusReason statusReason,
    Proxies proxies,
    CertificateSettings certificates,
    SidecarSettings sidecars,
    Optional<TracingSettings> tracing) {

  public ControlPlaneConfig {
    if (dataDirectory.isEmpty() && source instanceof Source.Folder) {
      throw new IllegalArgumentException("no data directory, and no cluster either");
    }
  }

  /** One whose webhook anybody may ask, and answers as the API does. */
  public ControlPlaneConfig(
      Source source, String namespace, Path dataDirectory, GatewayPorts gatewayPorts, Ports ports) {
    this(
        source,
        namespace,
        Optional.of(dataDirectory),
        gatewayPorts,
        ports,
        ClientAccess.ANY,
        StatusReason.FORBIDDEN,
        Proxies.DEFAULT,
        CertificateSettings.DEFAULT,
        SidecarSettings.defaults(namespace),
        Optional.empty());
  }

  /** The same with traces. */
  ControlPlaneConfig traced(TracingSettings settings) {
    return new ControlPlaneConfig(
        source,
        namespace,
        dataDirectory,
        gatewayPorts,
        ports,
        webhookClients,
        statusReason,
        proxies,
        certificates,
        sidecars,
        Optional.of(settings));
  }

  /**
   * What proxies have to do with.
   *
   * @param tokenAudience that their tokens must be for, on the TLS port
   * @param maxConnectionAge after which they have to connect anew, give or take a tenth, there
   * @param elsewhere what sidecars do with connections to nothing that is known, unless their
   *     namespace says so
   */
  public record Proxies(
      String tokenAudience, Duration maxConnectionAge, OutboundTrafficPolicy elsewhere) {
    /** The audience {@code sekisho}, half an hour, connections go where they were going. */
    public static final Proxies DEFAULT =
        new Proxies(
            "sekisho", XdsLimits.DEFAULT.maxConnectionAge(), OutboundTrafficPolicy.ALLOW_ANY);

    XdsLimits limits() {
      return XdsLimits.DEFAULT.withMaxConnectionAge(maxConnectionAge);
    }
  }

  /** Where objects come from. */
  public sealed interface Source {
    /**
     * @param kubeconfig empty: that of the environment
     * @param webhookConfiguration name of the webhook configurations to keep right; empty: none
     */
    record Kubernetes(Optional<File> kubeconfig, Optional<String> webhookConfiguration)
        implements Source {}

    record Folder(Path path) implements Source {}
  }

  /**
   * Ports to bind; 0 picks a free one.
   *
   * @param host the address to bind them on
   * @param xdsPlaintext on 127.0.0.1 whatever the host is; empty: none
   */
  public record Ports(String host, int webhook, int xds, OptionalInt xdsPlaintext, int admin) {

    /** Whether only this machine can reach them. */
    boolean isLoopback() {
      return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
  }
}

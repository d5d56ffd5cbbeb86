package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.serve.ControlPlane;
import dev.sekisho.controlplane.serve.ControlPlaneConfig;
import dev.sekisho.webhook.review.StatusReason;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = "Runs the control plane: the admission webhook and the xDS server.",
    footer = {
      "",
      "Every flag can also be set by an environment variable (SEKISHO_WEBHOOK_PORT for",
      "--webhook-port) or in the file of --config (webhook-port: 8443); flags win over",
      "the environment, and that over the file.",
      "",
      "Port 0 picks a free one. When it serves, it prints one line \"ready webhook=... xds=...\"."
    })
final class RunCommand implements Callable<Integer> {

  private static final String OFF = "off";

  @Spec private CommandSpec spec;

  @Mixin private ObjectsFrom from;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = DataDir.HELP + " With --source kubernetes: without it, in Secrets.")
  private Optional<Path> dataDir;

  @Option(
      names = "--gateway-http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where gateways bind for HTTP (default: ${DEFAULT-VALUE}).")
  private int gatewayHttpPort;

  @Option(
      names = "--gateway-https-port",
      paramLabel = "PORT",
      defaultValue = "9443",
      description = "Where gateways bind for HTTPS (default: ${DEFAULT-VALUE}).")
  private int gatewayHttpsPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "Address that the ports are bound on (default: ${DEFAULT-VALUE}).")
  private String bind;

  @Option(
      names = "--webhook-port",
      paramLabel = "PORT",
      defaultValue = "8443",
      description = "Admission webhook, HTTPS (default: ${DEFAULT-VALUE}).")
  private int webhookPort;

  @Mixin private WebhookClients webhookClients;

  @Mixin private CertificateFlags certificates;

  @Mixin private InjectionFlags injection;

  @Mixin private TracingFlags tracing;

  @Option(
      names = "--webhook-status-reason",
      paramLabel = "forbidden|message",
      defaultValue = "forbidden",
      description =
          "status.reason of denials: Forbidden, or the text of status.message once more, as OPA"
              + " answers; kubectl prints that text twice then (default: ${DEFAULT-VALUE}).")
  private String statusReason;

  @Option(
      names = "--webhook-configuration",
      paramLabel = "NAME|off",
      defaultValue = "sekisho",
      description =
          "The ValidatingWebhookConfiguration and MutatingWebhookConfiguration whose caBundle is"
              + " kept right, and beside which NAME-rules is kept in step with the policies"
              + " (default: ${DEFAULT-VALUE}).")
  private String webhookConfiguration;

  @Option(
      names = "--xds-port",
      paramLabel = "PORT",
      defaultValue = "15012",
      description =
          "xDS over TLS, for proxies with token or certificate (default: ${DEFAULT-VALUE}).")
  private int xdsPort;

  @Option(
      names = "--token-audience",
      paramLabel = "NAME",
      defaultValue = "sekisho",
      description =
          "Audience that the ServiceAccount tokens of proxies must be for (default:"
              + " ${DEFAULT-VALUE}).")
  private String tokenAudience;

  @Option(
      names = "--xds-max-connection-age",
      paramLabel = "DURATION",
      defaultValue = "30m",
      description =
          "After which proxies connect anew, give or take a tenth, so that their tokens are looked at"
              + " again and load spreads (default: ${DEFAULT-VALUE}).")
  private String xdsMaxConnectionAge;

  @Option(
      names = "--outbound-traffic-policy",
      paramLabel = "ALLOW_ANY|REGISTRY_ONLY",
      defaultValue = "ALLOW_ANY",
      description =
          "What sidecars do with connections to nothing that is known, unless the annotation"
              + " sekisho.dev/outbound-traffic-policy of their namespace says so: let them go, or"
              + " refuse them (default: ${DEFAULT-VALUE}).")
  private String outboundTrafficPolicy;

  @Option(
      names = "--xds-plaintext-port",
      paramLabel = "PORT|off",
      defaultValue = OFF,
      description =
          "xDS in plaintext on 127.0.0.1, without secrets, for local runs and measurements"
              + " (default: ${DEFAULT-VALUE}).")
  private String xdsPlaintextPort;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      defaultValue = "15014",
      description = "Health and metrics, HTTP (default: ${DEFAULT-VALUE}).")
  private int adminPort;

  @Mixin private LogFlags log;

  /** For the help text: the file is read before the flags are, by {@link Settings}. */
  @SuppressWarnings("unused")
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML with the same keys as these flags.")
  private Optional<Path> config;

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    var controlPlane = ControlPlane.start(configuration());
    Runtime.getRuntime().addShutdownHook(new Thread(controlPlane::close, "shutdown"));
    var out = spec.commandLine().getOut();
    out.println("ready " + controlPlane.addresses() + " revision=" + controlPlane.revision());
    out.flush();
    new CountDownLatch(1).await(); // until a signal comes: the hook does the rest
    return 0;
  }

  private ControlPlaneConfig configuration() {
    return new ControlPlaneConfig(
        from.folder()
            .<ControlPlaneConfig.Source>map(ControlPlaneConfig.Source.Folder::new)
            .orElseGet(() -> cluster()),
        from.namespace(),
        dataDirectory(),
        gatewayPorts(),
        new ControlPlaneConfig.Ports(
            bind,
            port("--webhook-port", webhookPort),
            port("--xds-port", xdsPort),
            plaintextPort(),
            port("--admin-port", adminPort)),
        webhookClients.access(),
        statusReason(),
        new ControlPlaneConfig.Proxies(
            tokenAudience,
            Durations.flag("--xds-max-connection-age", xdsMaxConnectionAge),
            outboundTrafficPolicy()),
        certificates.settings(),
        injection.settings(from.namespace(), tokenAudience),
        tracing.settings());
  }

  private ControlPlaneConfig.Source cluster() {
    return new ControlPlaneConfig.Source.Kubernetes(
        from.kubeconfig(), Optional.of(webhookConfiguration).filter(name -> !name.equals(OFF)));
  }

  /** Where nobody names one, a cluster keeps its own. */
  private Optional<Path> dataDirectory() {
    return from.folder().isPresent() ? Optional.of(DataDir.or(dataDir)) : dataDir;
  }

  private StatusReason statusReason() {
    return switch (statusReason) {
      case "forbidden" -> StatusReason.FORBIDDEN;
      case "message" -> StatusReason.MESSAGE;
      default ->
          throw new StartupException(
              INPUT,
              "--webhook-status-reason: " + statusReason + " (expected: forbidden or message)");
    };
  }

  private OutboundTrafficPolicy outboundTrafficPolicy() {
    try {
      return OutboundTrafficPolicy.valueOf(outboundTrafficPolicy);
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          INPUT,
          "--outbound-traffic-policy: "
              + outboundTrafficPolicy
              + " (expected: ALLOW_ANY or REGISTRY_ONLY)");
    }
  }

  private GatewayPorts gatewayPorts() {
    try {
      return new GatewayPorts(gatewayHttpPort, gatewayHttpsPort);
    } catch (IllegalArgumentException e) {
      throw new StartupException(INPUT, "gateway " + e.getMessage());
    }
  }

  private OptionalInt plaintextPort() {
    if (xdsPlaintextPort.equals(OFF)) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(port("--xds-plaintext-port", Integer.parseInt(xdsPlaintextPort)));
    } catch (NumberFormatException e) {
      throw new StartupException(
          INPUT, "--xds-plaintext-port: " + xdsPlaintextPort + " (expected: a port, or off)");
    }
  }

  private static int port(String flag, int port) {
    if (port < 0 || port > 65535) {
      throw new StartupException(INPUT, flag + ": " + port + " (expected: 0 to 65535)");
    }
    return port;
  }
}

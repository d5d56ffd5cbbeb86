package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.keys.Authorities;
import dev.sekisho.controlplane.keys.ClientCertificate;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.bootstrap.XdsTls;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bootstrap",
    description = "Writes the bootstrap of an Envoy that connects to this control plane.",
    footer = {
      "",
      "Example: sekisho bootstrap --id router~127.0.0.1~gateway.default~default.svc.cluster.local \\",
      "           --xds localhost:15012 --data-dir DIR > envoy.json && envoy -c envoy.json",
      "",
      "With --data-dir, that of the control plane on the same machine, a client certificate (24 h)",
      "and its key are written there and named in the bootstrap. The same command issued again",
      "renews them, and a running Envoy takes them up. Without --data-dir the connection is",
      "plaintext, for the control plane's --xds-plaintext-port."
    })
final class BootstrapCommand implements Callable<Integer> {

  private static final String ROUTER = "router~";

  @Spec private CommandSpec spec;

  @Option(
      names = "--role",
      paramLabel = "gateway",
      defaultValue = "gateway",
      description = "What the proxy is for (default: ${DEFAULT-VALUE}); sidecars come later.")
  private String role;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "NODE_ID",
      description = "Node id: router~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.cluster.local.")
  private String id;

  @Option(
      names = "--xds",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the control plane listens.")
  private String xds;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "ServiceAccount token to authenticate with (not supported yet).")
  private Optional<Path> tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Root that the control plane's certificate is checked against (default: that"
              + " of --data-dir).")
  private Optional<Path> caFile;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of the control plane, whose CA issues the client certificate.")
  private Optional<Path> dataDir;

  @Option(
      names = "--envoy-admin-port",
      paramLabel = "PORT",
      defaultValue = "15000",
      description =
          "Where Envoy's admin interface listens on 127.0.0.1 (default: ${DEFAULT-VALUE}, 0: one"
              + " that is free).")
  private int adminPort;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.println(write());
    out.flush();
    return 0;
  }

  private String write() {
    if (!role.equals("gateway") || !id.startsWith(ROUTER)) {
      throw new StartupException(
          INPUT,
          "only gateways are supported yet: --role gateway, --id "
              + "router~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.cluster.local");
    }
    if (tokenFile.isPresent()) {
      throw new StartupException(INPUT, "--token-file isn't supported yet: use --data-dir");
    }
    if (caFile.isPresent() && dataDir.isEmpty()) {
      throw new StartupException(
          INPUT, "--ca-file needs --data-dir, which the client certificate comes from");
    }
    try {
      var plaintext = options(Optional.empty()); // wrong ones are told before any file is written
      return BootstrapWriter.write(dataDir.map(this::withClientTls).orElse(plaintext));
    } catch (NumberFormatException e) {
      throw new StartupException(INPUT, "--xds: " + xds + " (expected: HOST:PORT)");
    } catch (IllegalArgumentException e) {
      throw new StartupException(INPUT, String.valueOf(e.getMessage()));
    }
  }

  private BootstrapOptions options(Optional<XdsTls> tls) {
    int colon = xds.lastIndexOf(':');
    return new BootstrapOptions(
        ProxyRole.GATEWAY,
        id.substring(ROUTER.length()),
        xds.substring(0, Math.max(colon, 0)),
        Integer.parseInt(xds.substring(colon + 1)),
        tls,
        adminPort);
  }

  private BootstrapOptions withClientTls(Path path) {
    var now = Instant.now();
    var random = new SecureRandom();
    var directory = DataDirectory.open(path);
    var authority = Authorities.loadOrCreate(directory, now, random);
    var identity = identityOf(id);
    var files = ClientCertificate.issue(directory, authority, identity, id, now, random);
    var options =
        options(
            Optional.of(
                new XdsTls(
                    caFile.map(Path::toAbsolutePath).orElse(files.authority()).toString(),
                    files.certificate().toString(),
                    files.key().toString(),
                    Optional.of(files.folder().toString()))));
    BootstrapWriter.secretFiles(options).forEach(directory::write);
    return options;
  }

  /** The proxy's namespace, as its node id has it; the account that all gateways share. */
  private static SpiffeId identityOf(String nodeId) {
    String[] parts = nodeId.split("~", -1);
    String pod = parts.length > 2 ? parts[2] : "";
    int dot = pod.lastIndexOf('.');
    String namespace = dot < 0 ? "" : pod.substring(dot + 1);
    try {
      return new SpiffeId(Authorities.TRUST_DOMAIN, namespace, "sekisho-gateway");
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          INPUT,
          "--id: "
              + nodeId
              + " (expected: router~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.cluster.local)");
    }
  }
}

package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.keys.Authorities;
import dev.sekisho.controlplane.keys.ClientCertificate;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import dev.sekisho.xds.bootstrap.XdsCredential;
import dev.sekisho.xds.bootstrap.XdsTls;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
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
      "In a Pod, with the projected token of its ServiceAccount (audience sekisho):",
      "  sekisho bootstrap --role sidecar --id sidecar~IP~POD.NS~NS.svc.cluster.local \\",
      "    --xds sekisho.sekisho-system.svc:15012 --token-file /var/run/secrets/tokens/token \\",
      "    --ca-file /var/run/secrets/sekisho/root-cert.pem > envoy.json && envoy -c envoy.json",
      "",
      "On the machine of the control plane, with a client certificate (24 h) of its CA:",
      "  sekisho bootstrap --id router~127.0.0.1~gateway.default~default.svc.cluster.local \\",
      "    --xds localhost:15012 --data-dir DIR > envoy.json && envoy -c envoy.json",
      "The same command issued again renews the certificate, and a running Envoy takes it up.",
      "",
      "Envoy watches the token, the root and the certificate by small documents in --secrets-dir,",
      "which hold paths and no secrets. -o bundle prints them with the bootstrap as one JSON object,",
      "from file name to content, for the data of a ConfigMap that is mounted there.",
      "",
      "Without --token-file and --data-dir the connection is plaintext, for the control plane's",
      "--xds-plaintext-port."
    })
final class BootstrapCommand implements Callable<Integer> {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What {@code -o} may be. */
  enum Output {
    BOOTSTRAP,
    BUNDLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--role",
      paramLabel = "sidecar|gateway",
      defaultValue = "gateway",
      description = "What the proxy is for (default: ${DEFAULT-VALUE}).")
  private String role;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "NODE_ID",
      description =
          "Node id: router~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.cluster.local, or sidecar~… .")
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
      description = "ServiceAccount token to authenticate with; read again when it is renewed.")
  private Optional<Path> tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Roots that the control plane's certificate is checked against; read again when replaced"
              + " (default: that of --data-dir).")
  private Optional<Path> caFile;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of the control plane, whose CA issues the client certificate.")
  private Optional<Path> dataDir;

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      description =
          "Whom the client certificate of --data-dir names (default: sekisho-gateway for a gateway,"
              + " default for a sidecar).")
  private Optional<String> serviceAccount;

  @Option(
      names = "--trust-domain",
      paramLabel = "NAME",
      description =
          "Of the control plane, for the client certificate of --data-dir (default: cluster.local).")
  private Optional<String> trustDomain;

  @Option(
      names = "--secrets-dir",
      paramLabel = "DIR",
      description =
          "Where Envoy finds the documents of what it watches; made if need be (default: a folder"
              + " for each node id in --data-dir, with --token-file in $XDG_DATA_HOME/sekisho, else"
              + " ~/.local/share/sekisho).")
  private Optional<Path> secretsDir;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "bootstrap|bundle",
      defaultValue = "bootstrap",
      description = "bundle: write nothing, print the documents too (default: ${DEFAULT-VALUE}).")
  private Output output;

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
    var node = ProxyNode.of(role, id);
    checkCombination();
    var out = spec.commandLine().getOut();
    out.println(write(node));
    out.flush();
    return 0;
  }

  private void checkCombination() {
    refuseIf(
        tokenFile.isPresent() && dataDir.isPresent(),
        "--token-file and --data-dir are two ways to show who is calling: give one; with"
            + " --token-file the root is named by --ca-file");
    refuseIf(
        tokenFile.isPresent() && caFile.isEmpty(),
        "--token-file needs --ca-file: a token may be shown to nobody but the control plane");
    refuseIf(
        caFile.isPresent() && tokenFile.isEmpty() && dataDir.isEmpty(),
        "--ca-file needs --token-file or --data-dir: the control plane has to know who is calling");
    refuseIf(
        secretsDir.isPresent() && tokenFile.isEmpty() && dataDir.isEmpty(),
        "--secrets-dir needs --token-file or --data-dir: there is nothing to watch otherwise");
    refuseIf(
        serviceAccount.isPresent() && dataDir.isEmpty(),
        "--service-account needs --data-dir: a token names its own");
    refuseIf(
        trustDomain.isPresent() && dataDir.isEmpty(),
        "--trust-domain needs --data-dir: a token's identity is the control plane's to say");
    refuseIf(
        output == Output.BUNDLE && (tokenFile.isEmpty() || secretsDir.isEmpty()),
        "-o bundle needs --token-file and --secrets-dir, the folder where the documents will lie");
  }

  private static void refuseIf(boolean wrong, String message) {
    if (wrong) {
      throw new StartupException(INPUT, message);
    }
  }

  private String write(ProxyNode node) {
    try {
      var plaintext = options(node, Optional.empty()); // wrong ones are told before files are made
      if (tokenFile.isPresent()) {
        return withToken(node, tokenFile.get());
      }
      return BootstrapWriter.write(
          dataDir.map(path -> withClientCertificate(node, path)).orElse(plaintext));
    } catch (NumberFormatException e) {
      throw new StartupException(INPUT, "--xds: " + xds + " (expected: HOST:PORT)");
    } catch (IllegalArgumentException e) {
      throw new StartupException(INPUT, String.valueOf(e.getMessage()));
    }
  }

  private BootstrapOptions options(ProxyNode node, Optional<XdsTls> tls) {
    int colon = xds.lastIndexOf(':');
    return new BootstrapOptions(
        node.role(),
        node.name(),
        xds.substring(0, Math.max(colon, 0)),
        Integer.parseInt(xds.substring(colon + 1)),
        tls,
        adminPort);
  }

  private String withToken(ProxyNode node, Path token) {
    var folder =
        secretsDir.orElseGet(() -> DataDir.or(dataDir).resolve(ClientCertificate.folderOf(id)));
    var options =
        options(
            node,
            Optional.of(
                new XdsTls(
                    absolute(caFile.orElseThrow()),
                    new XdsCredential.Token(absolute(token)),
                    Optional.of(absolute(folder)))));
    var bootstrap = BootstrapWriter.write(options);
    if (output == Output.BUNDLE) {
      return bundle(options, bootstrap);
    }
    var documents = BootstrapWriter.secretFiles(options);
    if (secretsDir.isPresent()) {
      SecretDocuments.write(absolute(folder), documents);
    } else {
      // As a data directory has to be, should one be made there later.
      SecretDocuments.write(absolute(folder), documents, OWNER_ONLY);
    }
    return bootstrap;
  }

  private BootstrapOptions withClientCertificate(ProxyNode node, Path path) {
    var identity = node.identity(domain(), serviceAccount);
    var now = Instant.now();
    var random = new SecureRandom();
    var directory = DataDirectory.open(path);
    var authority = Authorities.loadOrCreate(directory, now, random);
    var files = ClientCertificate.issue(directory, authority, identity, id, now, random);
    var options =
        options(
            node,
            Optional.of(
                new XdsTls(
                    absolute(caFile.orElse(files.authority())),
                    files.forBootstrap(),
                    Optional.of(absolute(secretsDir.orElse(files.folder()))))));
    var documents = BootstrapWriter.secretFiles(options);
    if (secretsDir.isPresent()) {
      SecretDocuments.write(absolute(secretsDir.get()), documents);
    } else {
      documents.forEach(directory::write);
    }
    return options;
  }

  private TrustDomain domain() {
    return trustDomain
        .map(
            name -> {
              TrustDomain.problemWith(name)
                  .ifPresent(
                      problem -> {
                        throw new StartupException(INPUT, "--trust-domain: " + problem);
                      });
              return new TrustDomain(name);
            })
        .orElse(Authorities.TRUST_DOMAIN);
  }

  private static String bundle(BootstrapOptions options, String bootstrap) {
    var files = JsonMapper.builder().build().createObjectNode().put("envoy.json", bootstrap);
    BootstrapWriter.secretFiles(options)
        .forEach((path, text) -> files.put(path.substring(path.lastIndexOf('/') + 1), text));
    return files.toPrettyString();
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}

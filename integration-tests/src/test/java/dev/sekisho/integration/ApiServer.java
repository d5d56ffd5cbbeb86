package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real kube-apiserver on an etcd of its own, without any controller: no default ServiceAccounts,
 * and EndpointSlices are only those that a test makes. It can be stopped and started again, keeping
 * its port, certificate and data.
 */
final class ApiServer implements AutoCloseable {
  private static final String TOKEN = "administrator-of-tests";

  /** What is written of each request, once it is answered. */
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        users: [%s]
      """
          .formatted(ChartRights.ACCOUNT);

  /** The same of everybody's. */
  private static final String OF_EVERYBODY = "- level: Metadata\n";

  private static final List<Path> AUDIT_LOGS = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final Path logs;
  private final Etcd etcd;
  private final PrivateKey serviceAccountKey;
  private final int port = Ports.free();
  private ManagedProcess process;

  private ApiServer(Path folder, Path logs, Etcd etcd, PrivateKey serviceAccountKey) {
    this.serviceAccountKey = serviceAccountKey;
    this.folder = folder;
    this.logs = logs;
    this.etcd = etcd;
    this.process = launch();
  }

  /**
   * Starts one.
   *
   * @param audited whether the audit log is of all requests; otherwise of control planes' alone
   */
  static ApiServer start(Path logs, boolean audited) {
    try {
      var folder = Tools.newData("kube-apiserver");
      Files.writeString(folder.resolve("audit.yaml"), AUDIT_POLICY + (audited ? OF_EVERYBODY : ""));
      AUDIT_LOGS.add(folder.resolve("audit.log"));
      var key = writeServiceAccountKey(folder.resolve("sa.pem"));
      Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,system:masters\n");
      Canaries.plant(Canary.Kind.TOKEN, "the administrator", TOKEN);
      var server = new ApiServer(folder, logs, Etcd.start(logs, folder.resolve("etcd")), key);
      server.awaitReady();
      Files.writeString(server.kubeconfig(), server.kubeconfigText());
      return server;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("can't prepare kube-apiserver", e);
    }
  }

  String url() {
    return "https://127.0.0.1:" + port;
  }

  String token() {
    return TOKEN;
  }

  /** What it signs tokens of ServiceAccounts with. */
  PrivateKey serviceAccountKey() {
    return serviceAccountKey;
  }

  /** The certificate that it made for itself, to be trusted as an authority. */
  Path certificate() {
    return folder.resolve("certs/apiserver.crt");
  }

  /** A client configuration with every right. */
  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The lines of the audit log so far, JSON each. */
  List<String> auditLog() {
    return lines(folder.resolve("audit.log"));
  }

  /** The audit logs of all that were started in this run. */
  static List<Path> auditLogs() {
    return AUDIT_LOGS;
  }

  /** The lines of an audit log, JSON each. */
  static List<String> lines(Path auditLog) {
    try {
      return Files.exists(auditLog) ? Files.readAllLines(auditLog) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it keeps everything. */
  Etcd etcd() {
    return etcd;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  void stop() {
    process.close();
  }

  void startAgain() {
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    process.close();
    etcd.close();
  }

  private ManagedProcess launch() {
    var issuer = "https://kubernetes.default.svc";
    var command =
        List.of(
            Tools.path("kube-apiserver").toString(),
            "--etcd-servers=" + etcd.url(),
            "--secure-port=" + port,
            "--bind-address=127.0.0.1",
            "--cert-dir=" + folder.resolve("certs"),
            "--service-account-issuer=" + issuer,
            "--service-account-key-file=" + folder.resolve("sa.pem"),
            "--service-account-signing-key-file=" + folder.resolve("sa.pem"),
            "--api-audiences=" + issuer,
            "--token-auth-file=" + folder.resolve("tokens.csv"),
            "--authorization-mode=Node,RBAC",
            "--service-cluster-ip-range=10.0.0.0/24",
            "--allow-privileged=true",
            "--audit-policy-file=" + folder.resolve("audit.yaml"),
            "--audit-log-path=" + folder.resolve("audit.log"),
            "--audit-log-mode=blocking");
    return ManagedProcess.start("kube-apiserver", logs, command, Map.of());
  }

  private void awaitReady() {
    var certificate = Duration.ofSeconds(60);
    process.await("its certificate", certificate, () -> Files.exists(certificate()));
    try (var api = new KubeApi(this)) {
      process.await("/readyz", Duration.ofSeconds(60), () -> api.get("/readyz").status() == 200);
    }
  }

  private String kubeconfigText() {
    try {
      return """
      apiVersion: v1
      kind: Config
      clusters:
      - name: test
        cluster: {server: "%s", certificate-authority-data: "%s"}
      users:
      - name: admin
        user: {token: "%s"}
      contexts:
      - name: test
        context: {cluster: test, user: admin}
      current-context: test
      """
          .formatted(
              url(), Base64.getEncoder().encodeToString(Files.readAllBytes(certificate())), TOKEN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrivateKey writeServiceAccountKey(Path file)
      throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key = generator.generateKeyPair().getPrivate();
    Files.writeString(file, Pem.block("PRIVATE KEY", key.getEncoded()));
    return key;
  }
}

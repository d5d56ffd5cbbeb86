package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.Https;
import dev.sekisho.benchmarks.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real etcd and a real kube-apiserver, without controllers, as child processes. */
final class KubeServers implements AutoCloseable {

  static final String TOKEN = "administrator-of-benchmarks";

  private static final Duration START = Duration.ofMinutes(2);
  private static final String ISSUER = "https://kubernetes.default.svc";

  private final Path folder;
  private final Deque<ServerProcess> processes = new ArrayDeque<>();
  private final Https https = new Https();
  private final int port;

  private KubeServers(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static KubeServers start(Path etcd, Path apiServer, Path folder)
      throws IOException, InterruptedException {
    var servers = new KubeServers(folder, freePort());
    boolean ready = false;
    try {
      servers.startApiServer(apiServer, servers.startEtcd(etcd));
      ready = true;
      return servers;
    } finally {
      if (!ready) {
        servers.close();
      }
    }
  }

  URI uri(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Without fsync: no benchmark survives a power cut, and disks aren't what is measured. */
  private String startEtcd(Path program) throws IOException, InterruptedException {
    var url = "http://127.0.0.1:" + freePort();
    var peer = "http://127.0.0.1:" + freePort();
    start(
        "etcd",
        List.of(
            program.toString(),
            "--data-dir=" + folder.resolve("etcd"),
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--unsafe-no-fsync",
            "--log-level=warn"),
        URI.create(url + "/health"));
    return url;
  }

  private void startApiServer(Path program, String etcd) throws IOException, InterruptedException {
    writeServiceAccountKey(folder.resolve("sa.pem"));
    Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,system:masters\n");
    start(
        "kube-apiserver",
        List.of(
            program.toString(),
            "--etcd-servers=" + etcd,
            "--secure-port=" + port,
            "--bind-address=127.0.0.1",
            "--cert-dir=" + folder.resolve("certs"),
            "--service-account-issuer=" + ISSUER,
            "--service-account-key-file=" + folder.resolve("sa.pem"),
            "--service-account-signing-key-file=" + folder.resolve("sa.pem"),
            "--api-audiences=" + ISSUER,
            "--token-auth-file=" + folder.resolve("tokens.csv"),
            "--authorization-mode=Node,RBAC",
            // Without controllers nobody makes the accounts that this asks for.
            "--disable-admission-plugins=ServiceAccount",
            "--service-cluster-ip-range=10.96.0.0/12"),
        uri("/readyz"));
    Files.writeString(kubeconfig(), kubeconfigText());
  }

  private void start(String name, List<String> command, URI health)
      throws IOException, InterruptedException {
    var process = ServerProcess.start(command, Map.of(), folder.resolve(name + ".log"));
    processes.push(process);
    process.await("its health", START, output -> healthy(health));
  }

  private Optional<Boolean> healthy(URI health) {
    try {
      https.send(
          "GET", health, BodyPublishers.noBody(), Map.of("Authorization", "Bearer " + TOKEN));
      return Optional.of(true);
    } catch (IOException e) {
      return Optional.empty(); // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private String kubeconfigText() throws IOException {
    var certificate = Files.readAllBytes(folder.resolve("certs/apiserver.crt"));
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: benchmark
      cluster: {server: "%s", certificate-authority-data: "%s"}
    users:
    - name: admin
      user: {token: "%s"}
    contexts:
    - name: benchmark
      context: {cluster: benchmark, user: admin}
    current-context: benchmark
    """
        .formatted(uri(""), Base64.getEncoder().encodeToString(certificate), TOKEN);
  }

  private static void writeServiceAccountKey(Path file) throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var key = generator.generateKeyPair().getPrivate().getEncoded();
      var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      Files.writeString(
          file, "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** Neither can be told to take any port and say which. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(ServerProcess::close);
    https.close();
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Calls an application through its proxy.
 *
 * @param tls empty: in plaintext
 * @param alpn what is offered
 */
record MeshCaller(int proxyPort, Optional<SSLContext> tls, List<String> alpn) {
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");

  /** For anything at all to happen to a connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static MeshCaller plaintext(int proxyPort) {
    return new MeshCaller(proxyPort, Optional.empty(), List.of());
  }

  /** With the mesh's mTLS, as that namespace's service account. */
  static MeshCaller mesh(int proxyPort, TestKeys keys, String namespace, String account) {
    var id = new SpiffeId(new TrustDomain("cluster.local"), namespace, account);
    return of(proxyPort, keys.authority, keys.authority, id, "istio");
  }

  /** With a certificate of {@code signer}, trusting in {@code trusted}. */
  static MeshCaller of(
      int proxyPort,
      CertificateAuthority signer,
      CertificateAuthority trusted,
      SpiffeId id,
      String... alpn) {
    return new MeshCaller(proxyPort, Optional.of(context(signer, trusted, id)), List.of(alpn));
  }

  MeshCaller offering(String... protocols) {
    return new MeshCaller(proxyPort, tls, List.of(protocols));
  }

  /** The connection, after its handshake. */
  Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), proxyPort);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    socket
        .getOutputStream()
        .write(
            "PROXY TCP4 127.0.0.1 127.0.0.1 1 %d\r\n"
                .formatted(port)
                .getBytes(StandardCharsets.US_ASCII));
    return tls.isPresent() ? secured(socket, port) : socket;
  }

  /** What comes back until the server closes; what came until then if it doesn't end well. */
  String send(int port, String bytes) {
    return exchange(port, bytes, _ -> false);
  }

  /** The whole reply to a request; empty if there is none. */
  String request(int port, String method, String path, String... headers) {
    var extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return exchange(
        port,
        "%s %s HTTP/1.1\r\nHost: app\r\n%s\r\n".formatted(method, path, extra),
        MeshCaller::isReply);
  }

  private String exchange(int port, String bytes, Predicate<CharSequence> whole) {
    var reply = new StringBuilder();
    try (var socket = connect(port)) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      var in = new BufferedInputStream(socket.getInputStream());
      for (int b = in.read(); b >= 0; b = in.read()) {
        reply.append((char) b);
        if (whole.test(reply)) {
          break;
        }
      }
    } catch (IOException e) {
      // Reset or refused: how it ends isn't the question, but what came.
    }
    return reply.toString();
  }

  /** Whether it is a whole reply: a proxy doesn't close for a while after that. */
  private static boolean isReply(CharSequence bytes) {
    var reply = bytes.toString();
    int head = reply.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    var length = CONTENT_LENGTH.matcher(reply);
    return !length.find() || reply.length() - head - 4 >= Integer.parseInt(length.group(1));
  }

  private Socket secured(Socket socket, int port) throws IOException {
    var secure =
        (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(socket, "app", port, true);
    var parameters = secure.getSSLParameters();
    parameters.setApplicationProtocols(alpn.toArray(String[]::new));
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static SSLContext context(
      CertificateAuthority signer, CertificateAuthority trusted, SpiffeId id) {
    try {
      var issued =
          signer.issue(
              IssuanceProfile.workload(id, Duration.ofHours(1)), Instant.now(), new SecureRandom());
      var keys = empty();
      keys.setKeyEntry("client", issued.privateKey(), new char[0], issued.chainArray());
      var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keys, new char[0]);
      var roots = empty();
      for (var root : trusted.trustBundle().roots()) {
        roots.setCertificateEntry("root" + roots.size(), root);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(roots);
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("no TLS context", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}

package dev.sekisho.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * What a gateway answered to one GET: status 0 if nothing listens there. The client takes any host
 * and server name, whatever address it connects to, as the JDK's own doesn't.
 *
 * @param body in ASCII, without surrounding white space
 */
record Reply(int status, String body) {
  static final Reply NOTHING_LISTENS = new Reply(0, "");
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** A reply over TLS, with the certificate that was shown. */
  record Secure(Reply reply, X509Certificate certificate) {}

  static Reply get(int port, String host, String path) {
    try (var socket = connect(port)) {
      return exchange(socket, host, path);
    } catch (ConnectException e) {
      return NOTHING_LISTENS;
    } catch (IOException e) {
      throw new AssertionError("GET http://" + host + path + " through port " + port + ": " + e, e);
    }
  }

  /** The same through a sidecar, of a client that connected to that address and port. */
  static Reply redirected(int sidecar, String address, int port, String host) {
    try (var socket = connect(sidecar)) {
      var from = "PROXY TCP4 127.0.0.1 %s 40000 %d\r\n".formatted(address, port);
      socket.getOutputStream().write(from.getBytes(StandardCharsets.US_ASCII));
      return exchange(socket, host, "/");
    } catch (IOException e) {
      return NOTHING_LISTENS;
    }
  }

  /** Nothing if there is no TLS to be had for that name: no listener, or no handshake. */
  static Optional<Secure> getSecure(int port, String host, String path, SSLContext trust) {
    try (var plain = connect(port);
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true)) {
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return Optional.of(new Secure(exchange(socket, host, path), shown));
    } catch (SSLException | ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Envoy closes a connection for which it has no filter chain without a TLS alert.
      return Optional.empty();
    }
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout((int) BOUND.toMillis());
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) BOUND.toMillis());
    return socket;
  }

  private static Reply exchange(Socket socket, String host, String path) throws IOException {
    OutputStream out = socket.getOutputStream();
    var request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    var first = in.readLine();
    if (first == null) {
      throw new IOException("closed without an answer");
    }
    // "HTTP/1.1 200 OK"
    int status = Integer.parseInt(first, 9, 12, 10);
    return new Reply(status, body(in, contentLength(in)).strip());
  }

  /** Reads the headers to their end. */
  private static OptionalInt contentLength(BufferedReader in) throws IOException {
    var length = OptionalInt.empty();
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = OptionalInt.of(Integer.parseInt(line.substring(15).strip()));
      }
    }
    return length;
  }

  // Not up to the end of the connection where that can be helped: Envoy lingers for a second.
  private static String body(BufferedReader in, OptionalInt length) throws IOException {
    if (length.isEmpty()) {
      return in.lines().collect(Collectors.joining("\n"));
    }
    var characters = new StringBuilder();
    for (int next; characters.length() < length.getAsInt() && (next = in.read()) >= 0; ) {
      characters.append((char) next);
    }
    return characters.toString();
  }
}

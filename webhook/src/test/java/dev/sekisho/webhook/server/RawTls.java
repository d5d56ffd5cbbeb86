package dev.sekisho.webhook.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** A TLS connection that sends what it is told, HTTP or not. Reads wait for 20 s at most. */
final class RawTls implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final SSLSocket socket;

  private RawTls(SSLSocket socket) {
    this.socket = socket;
  }

  static RawTls connect(int port, String... protocols) {
    try {
      var factory =
          TestCertificates.trusting(ServerFixture.FIRST, ServerFixture.SECOND).getSocketFactory();
      var socket = (SSLSocket) factory.createSocket("127.0.0.1", port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      if (protocols.length > 0) {
        socket.setEnabledProtocols(protocols);
      }
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new RawTls(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawTls send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawTls send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends to a server that may hang up meanwhile. */
  RawTls sendOrBreak(String text) {
    try {
      return send(text);
    } catch (IOException hungUp) {
      return this;
    }
  }

  /** Sends a whole request. */
  RawTls post(String headers, String body) throws IOException {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return send(head(headers + "Content-Length: " + length + "\r\n") + body);
  }

  static String head(String headers) {
    return "POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  /** All that comes until the server closes the connection. */
  String readToEnd() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException e) {
      all.writeBytes(" [reset]".getBytes(StandardCharsets.US_ASCII));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** What comes until this text was seen. */
  String readUntil(String text) throws IOException {
    var all = new StringBuilder();
    while (all.indexOf(text) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("connection closed after: " + all);
      }
      all.append((char) next);
    }
    return all.toString();
  }

  String applicationProtocol() {
    return socket.getApplicationProtocol();
  }

  String tlsVersion() {
    return socket.getSession().getProtocol();
  }

  String peer() throws SSLPeerUnverifiedException {
    var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

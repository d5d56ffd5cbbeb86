package dev.sekisho.integration;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Requests one after the other on one connection, as bytes: what a client can say here is free. */
final class HttpConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  HttpConnection(SocketChannel connected) throws IOException {
    this.socket = connected.socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * An answer.
   *
   * @param head status line and header lines, in lower case
   */
  record Answer(int status, String head, String body) {
    boolean closes() {
      return head.contains("\nconnection: close");
    }
  }

  /** A GET of the path by HTTP/1.1. */
  Answer get(String host, String path) throws IOException {
    return request("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  /**
   * Sends these bytes, and reads an answer.
   *
   * @throws IOException if there is none that is whole
   */
  Answer request(String bytes) throws IOException {
    send(bytes);
    var head = head();
    if (!head.startsWith("http/1.")) {
      throw new IOException("no answer of HTTP/1: " + head);
    }
    int status = Integer.parseInt(head, 9, 12, 10);
    return new Answer(status, head, status == 101 ? "" : body(head));
  }

  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * The next so many bytes.
   *
   * @throws IOException if the connection ends before
   */
  String read(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("ended after " + bytes.length + " of " + length + " bytes");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String head() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException(head.isEmpty() ? "closed without an answer" : "cut: " + head);
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT).replace("\r\n", "\n");
  }

  private String body(String head) throws IOException {
    if (head.contains("\ntransfer-encoding: chunked")) {
      return chunks();
    }
    int length = head.indexOf("\ncontent-length: ");
    if (length < 0) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int from = length + "\ncontent-length: ".length();
    return read(Integer.parseInt(head, from, head.indexOf('\n', from), 10));
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    for (int length = Integer.parseInt(line(), 16); length > 0; length = chunk()) {
      body.append(read(length));
      line();
    }
    line();
    return body.toString();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("cut within a body");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package dev.sekisho.benchmarks.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CeilingServerTest {

  private static final MethodDescriptor<byte[], byte[]> DELTA =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(CeilingServer.METHOD)
          .setRequestMarshaller(new Plain())
          .setResponseMarshaller(new Plain())
          .build();

  private final CeilingServer server =
      new CeilingServer(
          Map.of("cds", List.of(new byte[] {1}, new byte[] {2}), "eds", List.of(new byte[] {3})));
  private Optional<ManagedChannel> channel = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    channel =
        Optional.of(
            NettyChannelBuilder.forAddress(
                    "127.0.0.1", server.start(), InsecureChannelCredentials.create())
                .build());
  }

  @AfterEach
  void stop() {
    channel.ifPresent(ManagedChannel::shutdownNow);
  }

  @Test
  void theFirstRequestOfATypeIsAnsweredAndNoOther() throws Exception {
    var client = new Client();

    client.ask("cds", "");
    assertThat(client.next()).containsExactly(1);
    assertThat(client.next()).containsExactly(2);
    client.ask("cds", "nonce");
    client.ask("cds", "");
    client.ask("lds", "");
    client.ask("eds", "");
    assertThat(client.next()).containsExactly(3);
  }

  @Test
  void aPushReachesAllThatAreThereStill() throws Exception {
    var clients = List.of(new Client(), new Client(), new Client());
    for (var client : clients) {
      client.ask("eds", "");
      client.next();
    }
    clients.getFirst().call.cancel("gone", null);

    server.push(new byte[] {9});

    assertThat(clients.get(1).next()).containsExactly(9);
    assertThat(clients.get(2).next()).containsExactly(9);
  }

  /** One stream to the server. */
  private final class Client extends ClientCall.Listener<byte[]> {
    private final LinkedBlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final ClientCall<byte[], byte[]> call =
        channel.orElseThrow().newCall(DELTA, CallOptions.DEFAULT);

    Client() {
      call.start(this, new Metadata());
      call.request(100);
    }

    void ask(String type, String nonce) throws IOException {
      var bytes = new ByteArrayOutputStream();
      var out = CodedOutputStream.newInstance(bytes);
      out.writeString(1, "what the ceiling skips");
      out.writeString(2, type);
      if (!nonce.isEmpty()) {
        out.writeString(6, nonce);
      }
      out.flush();
      call.sendMessage(bytes.toByteArray());
    }

    byte[] next() throws InterruptedException {
      return Optional.ofNullable(messages.poll(10, TimeUnit.SECONDS))
          .orElseThrow(() -> new AssertionError("waited 10 s for a message"));
    }

    @Override
    public void onMessage(byte[] message) {
      messages.add(message);
    }
  }

  private static final class Plain implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

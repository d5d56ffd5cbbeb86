package dev.sekisho.xds.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodedResourceTest {
  @Test
  void holdsTheMessageAsAny() throws InvalidProtocolBufferException {
    var message = struct(List.of("a"));
    var packed = Any.parseFrom(EncodedResource.encode("name", message).body());
    assertThat(packed.getTypeUrl()).isEqualTo("type.googleapis.com/google.protobuf.Struct");
    assertThat(packed.unpack(Struct.class)).isEqualTo(message);
  }

  @Test
  void hasBytesAndVersionThatDependOnTheContentAlone() {
    var keys = IntStream.range(0, 50).mapToObj(i -> "key-" + i).toList();
    var one = EncodedResource.encode("name", struct(keys));
    var other = EncodedResource.encode("name", struct(keys.reversed()));
    assertThat(other).isEqualTo(one);
    assertThat(one.version()).matches("[0-9a-f]{16}");
    assertThat(EncodedResource.encode("name", struct(List.of("a"))).version())
        .isNotEqualTo(one.version());
  }

  @Test
  void packsDeterministicallyInside() {
    var keys = IntStream.range(0, 50).mapToObj(i -> "key-" + i).toList();
    assertThat(DeterministicBytes.pack(struct(keys)))
        .isEqualTo(DeterministicBytes.pack(struct(keys.reversed())));
  }

  @Test
  void printsNothingOfItsContent() {
    var secret =
        Secret.newBuilder()
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setPrivateKey(DataSource.newBuilder().setInlineString("hush")))
            .build();
    var encoded = EncodedResource.encode("kubernetes://shop/tls", secret);
    assertThat(encoded).hasToString("kubernetes://shop/tls@" + encoded.version());
    assertThat(Collections.singletonList(encoded).toString()).doesNotContain("hush");
  }

  private static Struct struct(List<String> keys) {
    var struct = Struct.newBuilder();
    keys.forEach(key -> struct.putFields(key, Value.newBuilder().setStringValue(key).build()));
    return struct.build();
  }
}

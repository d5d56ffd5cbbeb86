package dev.sekisho.benchmarks.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedTest {

  @TempDir private Path folder;

  @Test
  void messagesAreFoundByTheirTypeInOrder() throws IOException {
    var one = response("cds", "1");
    var two = response("eds", "2");
    var three = response("cds", "3");

    var captured = Captured.byType(file(one, two, three));

    assertThat(captured).containsOnlyKeys("cds", "eds");
    assertThat(captured.get("cds")).containsExactly(one, three);
    assertThat(captured.get("eds")).containsExactly(two);
  }

  @Test
  void aMessageWithoutTypeIsRefused() throws IOException {
    var file = file(new byte[] {});

    assertThatThrownBy(() -> Captured.byType(file)).isInstanceOf(IOException.class);
  }

  private Path file(byte[]... messages) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    for (byte[] message : messages) {
      out.writeInt(message.length);
      out.write(message);
    }
    return Files.write(folder.resolve("captured"), bytes.toByteArray());
  }

  private static byte[] response(String type, String nonce) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.writeString(1, "revision");
    out.writeString(4, type);
    out.writeString(5, nonce);
    out.flush();
    return bytes.toByteArray();
  }
}

package dev.sekisho.benchmarks.mesh;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the messages that the swarm wrote into a file: each after its length. */
final class Captured {

  private static final int TYPE_URL = 4;

  private Captured() {}

  /** Those of each type URL, in order. */
  static Map<String, List<byte[]>> byType(Path file) throws IOException {
    var byType = new HashMap<String, List<byte[]>>();
    for (byte[] message : read(file)) {
      byType.computeIfAbsent(typeUrl(message), type -> new ArrayList<>()).add(message);
    }
    return byType;
  }

  static List<byte[]> read(Path file) throws IOException {
    var messages = new ArrayList<byte[]>();
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      while (true) {
        var message = new byte[in.readInt()];
        in.readFully(message);
        messages.add(message);
      }
    } catch (EOFException e) {
      return messages;
    }
  }

  private static String typeUrl(byte[] message) throws IOException {
    var in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == TYPE_URL) {
        return in.readString();
      }
      in.skipField(tag);
    }
    throw new IOException("a message without a type");
  }
}

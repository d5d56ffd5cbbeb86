package dev.sekisho.benchmarks.admission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/** Writes the workload as a folder of manifests. */
final class Manifests {

  private static final int PER_FILE = 500;

  private Manifests() {}

  static void write(Workload workload, Path folder) throws IOException {
    var namespaces = list();
    for (int i = 0; i < Workload.NAMESPACES; i++) {
      namespaces.add(Workload.namespace(i).toString());
    }
    Files.writeString(folder.resolve("0-namespaces.json"), namespaces.toString());
    for (int from = 0; from < workload.existing(); from += PER_FILE) {
      var ingresses = list();
      for (int i = from; i < Math.min(from + PER_FILE, workload.existing()); i++) {
        ingresses.add(Workload.ingress(i).toString());
      }
      var file = folder.resolve("ingresses-%06d.json".formatted(from / PER_FILE));
      Files.writeString(file, ingresses.toString());
    }
  }

  private static StringJoiner list() {
    return new StringJoiner(
        ",\n", "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n", "\n]}\n");
  }
}

package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.ServerProcess;
import java.net.URI;

/**
 * A running server that requests can be put to.
 *
 * @param address {@code host:port}
 * @param path that reviews are posted to
 */
record Target(ServerProcess process, String address, String path) implements AutoCloseable {

  URI uri(String path) {
    return URI.create("https://" + address + path);
  }

  @Override
  public void close() {
    process.close();
  }
}

package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.ProcessUsage;
import dev.sekisho.benchmarks.harness.ServerProcess;
import java.io.IOException;

/**
 * A contender that runs, with the proxies that are its own.
 *
 * @param address host and port
 * @param trigger what makes it tell them something
 */
record MeshServer(
    Contender contender, ServerProcess process, String address, Swarm swarm, Trigger trigger)
    implements AutoCloseable {

  ProcessUsage usage() throws IOException {
    return ProcessUsage.of(process.pid());
  }

  @Override
  public void close() {
    swarm.close();
    process.close();
  }
}

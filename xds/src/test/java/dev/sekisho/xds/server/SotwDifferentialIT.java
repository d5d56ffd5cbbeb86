package dev.sekisho.xds.server;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * State of the world, from us and from java-control-plane: the same client with the same resources
 * ends with the same, whatever happens in whatever order. Left out is what its cache gets wrong: a
 * name that doesn't exist makes it forget the client, no name at all means every resource of any
 * type, what was refused is sent again at once, and a name that is wanted again isn't sent again.
 * Barriers instead of waits: what was to come has come when the servers are compared.
 */
class SotwDifferentialIT {
  private static final TestServer server = new TestServer();

  @AfterContainer
  static void stop() {
    server.close();
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void servesTheSame(@ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int steps) {
    try (var run = new SotwDifferentialRun(server, seed)) {
      for (var i = 0; i < steps; i++) {
        run.step();
      }
    }
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link ProtocolMatrixIT} says, as far as a real Envoy shows it: by what it uses, what it
 * counts, and what it asks for. One Envoy for each variant goes through all that can happen.
 */
@Timeout(120)
class EnvoyMatrixIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<ResourceType> TYPES = List.of(ResourceType.values());

  @ParameterizedTest
  @EnumSource
  void everyCell(Variant variant) throws Exception {
    var folder = Path.of("target", "envoy-matrix", variant.name()).toAbsolutePath();
    try (var server = new TestServer();
        var envoy =
            EnvoyProcess.start(
                List.of(EnvoyTool.path("envoy").toString()),
                options(server, folder),
                bootstrap -> speaking(variant, bootstrap),
                folder)) {
      var run = new Run(server, envoy, new EnvoyResources(server.keys));
      try {
        run.add();
        run.change();
        run.refuse();
        run.unsubscribe();
        run.remove();
        run.reconnect();
      } catch (AssertionError e) {
        envoy.keepConfigDump();
        throw e;
      }
      assertThat(server.server.connections())
          .singleElement()
          .satisfies(status -> assertThat(status.proxy().variant()).isEqualTo(variant));
    }
  }

  private record Run(TestServer server, EnvoyProcess envoy, EnvoyResources resources) {

    void add() {
      TYPES.forEach(type -> resources.put(type, "one", 1));
      uses("all of the first kind");
      TYPES.forEach(type -> resources.put(type, "two", 1));
      uses("what is added");
      TYPES.forEach(type -> assertThat(EnvoyUse.taken(envoy, type, "two")).isPositive());
    }

    void change() {
      for (var type : TYPES) {
        var taken = EnvoyUse.taken(envoy, type, "one");
        server.events.pushed.clear();
        resources.put(type, "one", 2);
        uses("a change of " + type);
        // Only an endpoint's cluster must be told again what it has.
        var expected =
            type == ResourceType.CLUSTER
                ? EnumSet.of(ResourceType.CLUSTER, ResourceType.ENDPOINT)
                : EnumSet.of(type);
        assertThat(Set.copyOf(server.events.pushed)).as("sent for %s", type).isEqualTo(expected);
        assertThat(EnvoyUse.taken(envoy, type, "one")).as("taken: %s", type).isEqualTo(taken + 1);
      }
    }

    void refuse() throws InterruptedException {
      for (var type : TYPES) {
        var used = resources.shown();
        resources.put(type, "one", EnvoyResources.BAD);
        publish();
        var nack = server.events.nacks.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(nack).as("a refusal of %s", type).isNotNull();
        assertThat(nack.type()).isEqualTo(type);
        assertThat(nack.resources()).contains("one");
        assertThat(nack.message()).isNotEmpty();
        Eventually.await(
            "Envoy to count its refusal of " + type,
            PATIENCE,
            () -> EnvoyUse.refused(envoy, type, "one") == 1);
        var after = EnvoyUse.of(envoy.configDump());
        // Of secrets Envoy shows what it was sent, also what it refused.
        after.remove(ResourceType.SECRET);
        used.remove(ResourceType.SECRET);
        assertThat(after).as("after %s", nack).isEqualTo(used);
        resources.put(type, "one", 3);
        uses("what is right again of " + type);
        assertThat(EnvoyUse.refused(envoy, type, "one")).as("refused: %s", type).isEqualTo(1);
        assertThat(server.events.nacks).isEmpty();
      }
    }

    /** What nothing refers to any more isn't asked for: it can change unnoticed. */
    void unsubscribe() {
      resources.remove(ResourceType.LISTENER, "two").remove(ResourceType.CLUSTER, "two");
      publish();
      Eventually.await(
          "Envoy to drop the listener and the cluster, and all that they referred to",
          PATIENCE,
          () ->
              EnvoyUse.of(envoy.configDump()).values().stream()
                  .noneMatch(used -> used.containsKey("two")));
      for (var type : List.of(ResourceType.ENDPOINT, ResourceType.SECRET, ResourceType.ROUTE)) {
        awaitQuiet();
        server.events.pushed.clear();
        resources.put(type, "two", 2);
        publish();
        // Later than anything else would be.
        var last = type == ResourceType.ROUTE ? ResourceType.LISTENER : ResourceType.ROUTE;
        resources.put(last, "one", type == ResourceType.SECRET ? 5 : 4);
        publish();
        Eventually.await(
            "Envoy to use the change of " + last,
            PATIENCE,
            () ->
                resources.shownBut("two", last).equals(EnvoyUse.of(envoy.configDump()).get(last)));
        assertThat(server.events.pushed).as("%s isn't asked for", type).containsOnly(last);
      }
    }

    void remove() {
      TYPES.forEach(type -> resources.put(type, "two", 3));
      uses("what has come back");
      TYPES.forEach(type -> resources.remove(type, "two"));
      uses("what is left");
    }

    void reconnect() {
      // A version is of all names of a type together: of these, none of which has gone since.
      TYPES.forEach(type -> resources.put(type, "one", 5));
      uses("a change of everything");
      server.events.pushed.clear();
      server.restart();
      Eventually.await(
          "Envoy to connect again", PATIENCE, () -> server.server.connections().size() == 1);
      resources.put(ResourceType.ROUTE, "one", 6);
      uses("what has changed after the restart");
      assertThat(server.events.pushed).as("it has the rest").containsOnly(ResourceType.ROUTE);
      // While it is away, all is replaced.
      server.stop();
      TYPES.forEach(type -> resources.put(type, "one", 7).put(type, "two", 7));
      publish();
      server.restart();
      uses("what has changed during the outage");
      assertThat(server.events.nacks).isEmpty();
    }

    private void uses(String what) {
      publish();
      var expected = resources.shown();
      try {
        Eventually.await(
            "Envoy to use " + what,
            PATIENCE,
            () -> EnvoyUse.of(envoy.configDump()).equals(expected));
      } catch (AssertionError e) {
        assertThat(EnvoyUse.of(envoy.configDump())).as(what).isEqualTo(expected);
        throw e;
      }
      awaitQuiet();
    }

    /** All that was sent has been answered, and it has nothing to ask. */
    private void awaitQuiet() {
      Eventually.await(
          "Envoy to answer all",
          PATIENCE,
          () ->
              server.server.connections().stream()
                  .flatMap(status -> status.types().values().stream())
                  .allMatch(type -> type.sentVersion().equals(type.ackedVersion())));
    }

    private void publish() {
      server.store.publish(ProxyScope.GATEWAY, resources.snapshot());
    }
  }

  private static String speaking(Variant variant, String bootstrap) {
    assertThat(bootstrap).contains("\"DELTA_GRPC\"");
    return switch (variant) {
      case DELTA -> bootstrap;
      case STATE_OF_THE_WORLD -> bootstrap.replace("\"DELTA_GRPC\"", "\"GRPC\"");
    };
  }

  private static BootstrapOptions options(TestServer server, Path folder) throws IOException {
    return new BootstrapOptions(
        ProxyRole.GATEWAY,
        "127.0.0.1~gateway.test~test.svc.cluster.local",
        "127.0.0.1",
        server.server.tlsPort(),
        Optional.of(server.keys.clientFiles(folder)),
        0);
  }
}

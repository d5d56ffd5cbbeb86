package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.resources.EncodedPart;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import dev.sekisho.xds.translate.sidecar.ServiceHost;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However the hosts came and went, what is joined is what joining all of them anew gives. */
class HostTablePropertyTest {
  private static final List<String> NAMESPACES = List.of("", "a", "a-b", "b", "zz");

  @Property(tries = 30)
  void chunksCannotBeSeen(@ForAll long seed) {
    var random = new Random(seed);
    var table = new HostTable();
    var expected = new TreeMap<ServiceKey, ServiceHost>();
    int names = 1 + random.nextInt(400);
    for (int i = 0; i < 2_000; i++) {
      var key =
          new ServiceKey(
              NAMESPACES.get(1 + random.nextInt(NAMESPACES.size() - 1)),
              "s" + random.nextInt(names));
      if (random.nextInt(3) == 0) {
        table.remove(key);
        expected.remove(key);
      } else {
        var host = new ServiceHost(part(key + " near" + i), part(key + " far" + i));
        table.put(key, host);
        expected.put(key, host);
      }
      if (i % 97 == 0) {
        compare(table, expected);
      }
    }
    compare(table, expected);
    List.copyOf(expected.keySet()).forEach(table::remove);
    assertThat(table.isEmpty()).isTrue();
  }

  private static void compare(HostTable table, SortedMap<ServiceKey, ServiceHost> expected) {
    for (var namespace : NAMESPACES) {
      assertThat(table.hasOf(namespace))
          .isEqualTo(expected.keySet().stream().anyMatch(key -> key.namespace().equals(namespace)));
      var all =
          expected.entrySet().stream()
              .map(
                  entry ->
                      entry.getKey().namespace().equals(namespace)
                          ? entry.getValue().near()
                          : entry.getValue().far())
              .toList();
      assertThat(table.seenFrom(namespace)).isEqualTo(EgressTranslator.hosts(all));
    }
  }

  private static EncodedPart part(String name) {
    return EncodedPart.encode(VirtualHost.newBuilder().setName(name).build());
  }
}

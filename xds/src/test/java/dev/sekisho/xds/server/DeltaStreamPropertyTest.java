package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DeltaStreamPropertyTest {
  private static final List<ResourceType> TYPES = List.of(ResourceType.values());
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /** Whatever happens in whatever order, the client ends with what it subscribed to, sent once. */
  @Property(tries = 2_000)
  void theClientEndsWithWhatItSubscribedTo(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
    var random = new Random(seed);
    var client = new ModelClient(new DeltaStream(1_000));
    for (var i = 0; i < steps; i++) {
      step(client, random);
    }
    client.publish(snapshot(random));
    client.settle();
    client.assertUpToDate();
  }

  /**
   * The same, and the client doesn't refuse anything: then not even a refused version is missing.
   */
  @Property(tries = 500)
  void aReconnectingClientIsSentWhatItLacks(@ForAll long seed) {
    var random = new Random(seed);
    var before = new ModelClient(new DeltaStream(1_000));
    before.publish(snapshot(random));
    for (var type : ResourceType.values()) {
      before.subscribe(type, names(random));
    }
    before.settle();
    var after = before.reconnect(new DeltaStream(1_000));
    after.publish(snapshot(random));
    after.settle();
    after.assertUpToDate();
  }

  private static void step(ModelClient client, Random random) {
    var type = TYPES.get(random.nextInt(TYPES.size()));
    switch (random.nextInt(9)) {
      case 0, 1 -> client.publish(snapshot(random));
      case 2 -> client.subscribe(type, names(random));
      case 3 -> client.unsubscribe(type, names(random));
      case 4 -> client.wildcard(type);
      case 5 -> client.staleAnswer(type);
      case 6 -> client.nack(type);
      default -> client.ack(type);
    }
    client.receive();
  }

  private static List<String> names(Random random) {
    return NAMES.stream().filter(name -> random.nextInt(3) == 0).toList();
  }

  private static ResourceSnapshot snapshot(Random random) {
    Map<ResourceType, List<EncodedResource>> resources = new EnumMap<>(ResourceType.class);
    for (var type : ResourceType.values()) {
      var ofType = new ArrayList<EncodedResource>();
      for (var name : NAMES) {
        if (random.nextInt(3) > 0) {
          var version = Integer.toString(1 + random.nextInt(3));
          ofType.add(new EncodedResource(name, version, ByteString.EMPTY));
        }
      }
      resources.put(type, ofType);
    }
    var snapshot = ResourceSnapshot.of(resources, "r");
    assertThat(snapshot.resources(ResourceType.CLUSTER)).hasSizeLessThanOrEqualTo(NAMES.size());
    return snapshot;
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ResourceType;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One random sequence, played to our server and to java-control-plane. */
final class SotwDifferentialRun implements AutoCloseable {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /** Always there and always wanted. */
  private static final String ANCHOR = "anchor";

  private static final int MAX_ROUNDS = 20;

  private final Random random;
  private final TestServer ours;
  private final ReferenceServer theirs = new ReferenceServer();
  private final ResourceType barrierType;
  private final List<ResourceType> types;

  /** Those that are asked for by name. */
  private final Set<ResourceType> named;

  private final ManagedChannel channel;
  private final FollowingClient ourClient;
  private final FollowingClient theirClient;
  private final List<String> history = new ArrayList<>();
  private final Map<ResourceType, Set<String>> wanted = new EnumMap<>(ResourceType.class);
  private TestResources resources = TestResources.NONE;
  private int contents;
  private int barriers;

  SotwDifferentialRun(TestServer ours, long seed) {
    this.random = new Random(seed);
    this.ours = ours;
    this.barrierType =
        pick(List.of(ResourceType.ENDPOINT, ResourceType.SECRET, ResourceType.ROUTE));
    this.types = Arrays.stream(ResourceType.values()).filter(type -> type != barrierType).toList();
    this.named = EnumSet.of(ResourceType.ENDPOINT, ResourceType.SECRET, ResourceType.ROUTE);
    for (var type : List.of(ResourceType.CLUSTER, ResourceType.LISTENER)) {
      if (random.nextBoolean()) {
        named.add(type);
      }
    }
    for (var type : types) {
      put(type, ANCHOR);
    }
    publish();
    channel = ours.tls();
    ourClient = new FollowingClient("our server", channel, barrierType, true);
    theirClient = new FollowingClient("java-control-plane", theirs.channel(), barrierType, false);
    types.forEach(this::want);
    compare();
  }

  /** Something happens, or a few things before anybody looks. */
  void step() {
    for (var i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(9)) {
        case 0, 1, 2, 3 -> change();
        case 4, 5, 6 -> want(pick(types));
        case 7 -> reconnect();
        default -> refuse(pick(types));
      }
    }
    compare();
  }

  private void change() {
    for (var i = random.nextInt(3); i >= 0; i--) {
      var type = pick(types);
      var name = pick(NAMES);
      if (resources.names(type).contains(name) && random.nextBoolean()) {
        remove(type, name);
      } else {
        put(type, name);
      }
    }
    publish();
  }

  private void put(ResourceType type, String name) {
    contents++;
    history.add("put %s %s=%d".formatted(type.shortName(), name, contents));
    resources = resources.with(type, name, Integer.toString(contents));
  }

  private void remove(ResourceType type, String name) {
    if (named.contains(type) && wanted.getOrDefault(type, Set.of()).contains(name)) {
      var others = new TreeSet<>(wanted.getOrDefault(type, Set.of()));
      others.remove(name);
      want(type, others);
    }
    history.add("remove %s %s".formatted(type.shortName(), name));
    resources = resources.without(type, name);
  }

  private void want(ResourceType type) {
    var names = new TreeSet<String>();
    if (named.contains(type)) {
      resources.names(type).stream().filter(name -> random.nextBoolean()).forEach(names::add);
      names.add(ANCHOR);
    }
    want(type, names);
  }

  private void want(ResourceType type, Set<String> names) {
    history.add("want %s %s".formatted(type.shortName(), names));
    wanted.put(type, names);
    ourClient.want(type, names);
    theirClient.want(type, names);
  }

  private void reconnect() {
    history.add("reconnect");
    ourClient.reconnect();
    theirClient.reconnect();
  }

  /** They send what was refused again at once, we don't: only the next change tells. */
  private void refuse(ResourceType type) {
    compare();
    history.add("refuse " + type.shortName());
    var before = ourClient.has(type);
    ourClient.refuseNext(type);
    theirClient.refuseNext(type);
    put(type, ANCHOR);
    publish();
    settle();
    assertThat(ourClient.stillRefuses() || theirClient.stillRefuses())
        .as("something came to be refused: %s", history)
        .isFalse();
    assertThat(ourClient.has(type)).as("not sent again: %s", history).isEqualTo(before);
    put(type, ANCHOR);
    publish();
    compare();
  }

  private void compare() {
    settle();
    history.add("compare");
    for (var type : types) {
      assertThat(ourClient.has(type))
          .as("%s after %s", type.shortName(), history)
          .isEqualTo(theirClient.has(type))
          .containsKey(ANCHOR);
    }
  }

  /** Until a barrier comes alone. */
  private void settle() {
    for (var round = 0; round < MAX_ROUNDS; round++) {
      barriers++;
      resources = resources.with(barrierType, barrier(barriers), "");
      publish();
      var barrier = barrier(barriers);
      var ourMore = ourClient.reach(barrier);
      var theirMore = theirClient.reach(barrier);
      if (!ourMore && !theirMore) {
        resources = resources.without(barrierType, barrier(barriers - 1));
        return;
      }
    }
    throw new AssertionError("something comes without end: " + history);
  }

  private static String barrier(int number) {
    return "barrier-" + number;
  }

  private void publish() {
    ours.publish(resources);
    theirs.publish(resources.snapshot("r"));
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @Override
  public void close() {
    ourClient.close();
    theirClient.close();
    channel.shutdownNow();
    theirs.close();
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sekisho.xds.resources.ResourceType;
import io.grpc.Channel;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A state-of-the-world client that ACKs what it is sent and keeps it, over any number of streams.
 * One type is set apart for barriers.
 */
final class FollowingClient implements AutoCloseable {
  private final String server;
  private final Channel channel;
  private final ResourceType barrierType;
  private final boolean forgets;
  private final Map<ResourceType, Collection<String>> wanted = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<String, ByteString>> held = new EnumMap<>(ResourceType.class);
  private final Set<ResourceType> toRefuse = new LinkedHashSet<>();
  private SotwXdsClient stream;

  /**
   * @param server its name, for messages
   * @param forgets whether it needs to be sent again what it didn't want for a while, like Envoy
   */
  FollowingClient(String server, Channel channel, ResourceType barrierType, boolean forgets) {
    this.server = server;
    this.forgets = forgets;
    this.channel = channel;
    this.barrierType = barrierType;
    this.stream = new SotwXdsClient(channel, XdsClient.GATEWAY_NODE);
  }

  /** Wants these names, or all without any. */
  void want(ResourceType type, Collection<String> names) {
    wanted.put(type, List.copyOf(names));
    if (forgets) {
      held.put(type, has(type));
    }
    stream.subscribeOnly(type, names);
  }

  /** Refuses the next response of the type instead of keeping it. */
  void refuseNext(ResourceType type) {
    toRefuse.add(type);
  }

  /** Loses its stream, and begins another where it was, type after type. */
  void reconnect() {
    var before = stream;
    before.close();
    stream = new SotwXdsClient(channel, XdsClient.GATEWAY_NODE);
    for (var type : wanted.keySet()) {
      stream.takeOver(before, type);
    }
  }

  /**
   * Asks for a resource that exists and waits until it is there: whatever the server had to say
   * before has come then.
   *
   * @return whether anything else came
   */
  boolean reach(String barrier) {
    want(barrierType, List.of(barrier));
    var other = false;
    while (true) {
      var push = stream.next(server + "'s " + barrier);
      take(push);
      other |= push.type() != barrierType;
      if (push.type() == barrierType && push.resources().keySet().equals(Set.of(barrier))) {
        return other;
      }
    }
  }

  private void take(XdsClient.Push push) {
    assertThat(push.version()).as("%s's version of %s", server, push.type()).isNotEmpty();
    if (toRefuse.remove(push.type())) {
      stream.nack(push, "not this time");
    } else {
      held.put(push.type(), push.resources());
      stream.ack(push);
    }
  }

  /** By name the bytes that it has of what it wants. */
  Map<String, ByteString> has(ResourceType type) {
    var all = new HashMap<>(held.getOrDefault(type, Map.of()));
    var names = wanted.getOrDefault(type, List.of());
    if (!names.isEmpty()) {
      all.keySet().retainAll(names);
    }
    return all;
  }

  /** Whether it was to refuse something that hasn't come. */
  boolean stillRefuses() {
    return !toRefuse.isEmpty();
  }

  @Override
  public void close() {
    stream.close();
  }
}

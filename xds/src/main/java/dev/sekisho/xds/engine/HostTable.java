package dev.sekisho.xds.engine;

import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import dev.sekisho.xds.translate.sidecar.ServiceHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts of one HTTP port, by Service. They are kept in chunks whose joined bytes are
 * remembered, so that a change costs one chunk and not all. For one thread.
 */
final class HostTable {
  /** A chunk that grows beyond this becomes two. */
  private static final int CHUNK = 64;

  private static final ServiceKey LEAST = new ServiceKey("", "");

  private static final class Chunk {
    final TreeMap<ServiceKey, ServiceHost> hosts = new TreeMap<>();

    /** The joined bytes, by the namespace that sees them. */
    final Map<String, EncodedParts> joined = new HashMap<>();
  }

  /** By the least key that may be in each. */
  private final TreeMap<ServiceKey, Chunk> chunks = new TreeMap<>();

  private int ipv6;

  /** The families of addresses at which any of them may be asked for. */
  IpFamilies families() {
    return ipv6 > 0 ? IpFamilies.DUAL : IpFamilies.IPV4;
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  void put(ServiceKey key, ServiceHost host) {
    var chunk = chunkOf(key);
    chunk.joined.clear();
    count(chunk.hosts.put(key, host), host);
    if (chunk.hosts.size() > CHUNK) {
      split(chunk);
    }
  }

  private Chunk chunkOf(ServiceKey key) {
    var entry = chunks.floorEntry(key);
    return entry == null ? chunks.computeIfAbsent(LEAST, first -> new Chunk()) : entry.getValue();
  }

  private void split(Chunk chunk) {
    var keys = List.copyOf(chunk.hosts.keySet());
    var upper = chunk.hosts.tailMap(keys.get(keys.size() / 2), true);
    var other = new Chunk();
    other.hosts.putAll(upper);
    upper.clear();
    chunks.put(other.hosts.firstKey(), other);
  }

  void remove(ServiceKey key) {
    var entry = chunks.floorEntry(key);
    var gone = entry == null ? null : entry.getValue().hosts.remove(key);
    if (entry != null && gone != null) {
      count(gone, null);
      entry.getValue().joined.clear();
      if (entry.getValue().hosts.isEmpty()) {
        chunks.remove(entry.getKey());
      }
    }
  }

  private void count(@Nullable ServiceHost before, @Nullable ServiceHost after) {
    ipv6 += (after != null && after.ipv6() ? 1 : 0) - (before != null && before.ipv6() ? 1 : 0);
  }

  /** Whether there is one of that namespace. */
  boolean hasOf(String namespace) {
    var first = new ServiceKey(namespace, "");
    var entry = chunks.floorEntry(first);
    var own = entry == null ? null : entry.getValue().hosts.ceilingKey(first);
    if (own == null) {
      var next = entry == null ? chunks.firstEntry() : chunks.higherEntry(first);
      own = next == null ? null : next.getValue().hosts.ceilingKey(first);
    }
    return own != null && own.namespace().equals(namespace);
  }

  /** All of them in order, as the sidecars of that namespace see them. */
  EncodedParts seenFrom(String namespace) {
    var all = new ArrayList<EncodedParts>(chunks.size());
    for (var chunk : chunks.values()) {
      var near = chunk.hosts.subMap(new ServiceKey(namespace, ""), afterAll(namespace));
      var seer = near.isEmpty() ? "" : namespace;
      all.add(chunk.joined.computeIfAbsent(seer, s -> join(chunk, s)));
    }
    return EncodedParts.joined(all);
  }

  private static ServiceKey afterAll(String namespace) {
    return new ServiceKey(namespace + "\0", "");
  }

  private static EncodedParts join(Chunk chunk, String namespace) {
    return EgressTranslator.hosts(
        chunk.hosts.entrySet().stream()
            .map(
                entry ->
                    entry.getKey().namespace().equals(namespace)
                        ? entry.getValue().near()
                        : entry.getValue().far())
            .toList());
  }
}

package dev.sekisho.xds.resources;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The resources of one type. Immutable; another one with a few changes costs those alone, and
 * shares the rest.
 *
 * <p>Its version is the sum of hashes of the members, so that it needn't be worked out anew: equal
 * sets have equal versions, however they came about.
 */
final class ResourceSet {
  static final ResourceSet EMPTY = new ResourceSet(TreePMap.empty(), BigInteger.ZERO);

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final TreePMap<String, EncodedResource> byName;
  private final BigInteger sum;
  private final String version;

  private ResourceSet(TreePMap<String, EncodedResource> byName, BigInteger sum) {
    this.byName = byName;
    this.sum = sum;
    this.version = HexFormat.of().toHexDigits(sum.longValue());
  }

  /** By name; unmodifiable. */
  SortedMap<String, EncodedResource> byName() {
    return byName;
  }

  /** Unmodifiable. */
  SortedSet<String> names() {
    return byName.navigableKeySet();
  }

  Optional<EncodedResource> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  String version() {
    return version;
  }

  /** The set after these changes; an empty value removes the name. */
  ResourceSet with(Map<String, Optional<EncodedResource>> changes) {
    var map = byName;
    var total = sum;
    for (var change : changes.entrySet()) {
      var name = change.getKey();
      total = total.subtract(hash(map.get(name)));
      if (change.getValue().isPresent()) {
        var now = change.getValue().get();
        total = total.add(hash(now));
        map = map.plus(name, now);
      } else {
        map = map.minus(name);
      }
    }
    return new ResourceSet(map, total.mod(MODULUS));
  }

  private static BigInteger hash(@Nullable EncodedResource member) {
    return member == null
        ? BigInteger.ZERO
        : new ContentHash().add(member.name()).add(member.version()).number();
  }
}

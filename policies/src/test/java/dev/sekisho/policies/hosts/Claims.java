package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A claiming object for tests of the ledger.
 *
 * @param created seconds after some moment
 * @param hosts claimed as the hosts of its rules
 */
record Claims(
    String name,
    String owner,
    String exposure,
    int created,
    String uid,
    List<String> hosts,
    boolean allowed) {

  static Claims of(String name, String owner, int created, String... hosts) {
    return new Claims(name, owner, "gateway", created, "uid-" + name, List.of(hosts), true);
  }

  Claims on(String other) {
    return new Claims(name, owner, other, created, uid, hosts, allowed);
  }

  Claims withUid(String other) {
    return new Claims(name, owner, exposure, created, other, hosts, allowed);
  }

  Claims forbidden() {
    return new Claims(name, owner, exposure, created, uid, hosts, false);
  }

  ObjectKey key() {
    return key(name);
  }

  static ObjectKey key(String name) {
    return new ObjectKey("Ingress", "ns", name);
  }

  ClaimingObject object() {
    var where = new Exposure(exposure);
    var claims =
        IntStream.range(0, hosts.size())
            .mapToObj(
                i ->
                    new HostClaim(
                        key(),
                        owner,
                        where,
                        HostPattern.of(hosts.get(i)),
                        hosts.get(i).equals("*"),
                        "spec.rules[" + i + "].host",
                        Set.of()))
            .toList();
    var violations =
        allowed
            ? List.<Violation>of()
            : List.of(new Violation("p", "hosts.deny", "spec", "no", Enforcement.DENY));
    var meta =
        new ObjectMeta("ns", name, uid, Instant.ofEpochSecond(created), Map.of(), Map.of(), false);
    return new ClaimingObject(key(), meta, owner, where, claims, violations);
  }
}

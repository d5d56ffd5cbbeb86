package dev.sekisho.policies.hosts;

import dev.sekisho.policies.hosts.HostClaim.Subject;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A claiming object for tests of the ledger.
 *
 * @param exposures all hosts are claimed on each of them
 * @param created seconds after some moment
 * @param hosts claimed as the hosts of its rules
 */
record Claims(
    String name,
    String owner,
    List<String> exposures,
    int created,
    String uid,
    List<String> hosts,
    boolean allowed) {

  static Claims of(String name, String owner, int created, String... hosts) {
    return new Claims(
        name, owner, List.of("gateway"), created, "uid-" + name, List.of(hosts), true);
  }

  Claims on(String... others) {
    return new Claims(name, owner, List.of(others), created, uid, hosts, allowed);
  }

  Claims withUid(String other) {
    return new Claims(name, owner, exposures, created, other, hosts, allowed);
  }

  Claims forbidden() {
    return new Claims(name, owner, exposures, created, uid, hosts, false);
  }

  ObjectKey key() {
    return key(name);
  }

  static ObjectKey key(String name) {
    return new ObjectKey("Ingress", "ns", name);
  }

  ClaimingObject object() {
    var claims =
        IntStream.range(0, hosts.size())
            .boxed()
            .flatMap(i -> exposures.stream().map(exposure -> claim(i, exposure)))
            .toList();
    var violations =
        allowed
            ? List.<Violation>of()
            : List.of(new Violation("p", "hosts.deny", "spec", "no", Enforcement.DENY));
    var meta =
        new ObjectMeta("ns", name, uid, Instant.ofEpochSecond(created), Map.of(), Map.of(), false);
    var where = exposures.stream().map(Exposure::new).collect(Collectors.toSet());
    var request =
        new HostRequest(
            key(),
            meta,
            "ingress",
            owner,
            where,
            Optional.empty(),
            List.copyOf(claims),
            HostRequest.Tls.OF_THE_GATEWAY,
            List.of());
    return new ClaimingObject(request, violations);
  }

  private HostClaim claim(int i, String exposure) {
    return new HostClaim(
        key(),
        owner,
        new Exposure(exposure),
        HostPattern.of(hosts.get(i)),
        hosts.get(i).equals("*") ? Subject.EVERY_HOST : Subject.HOST,
        "spec.rules[" + i + "].host",
        Set.of());
  }
}

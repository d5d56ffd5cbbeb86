package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.hosts.Exposure;
import dev.sekisho.policies.hosts.HostClaim;
import dev.sekisho.policies.hosts.HostLedger;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries in a ledger what would become of its objects, and puts everything back: it costs as much as
 * what changes. For the thread that owns the ledger.
 */
final class HostForecast {

  private final HostLedger ledger;
  private final Exposure gateway;

  /**
   * @param gateway whose routes count
   */
  HostForecast(HostLedger ledger, Exposure gateway) {
    this.ledger = ledger;
    this.gateway = gateway;
  }

  /**
   * @param next objects of the ledger as they would be; the others stay as they are
   */
  HostImpact of(List<ClaimingObject> next) {
    var before = new LinkedHashMap<ObjectKey, Optional<ClaimingObject>>();
    var then = new ArrayList<Map.Entry<ClaimingObject, ClaimVerdict>>();
    try {
      var changed = new HashSet<ObjectKey>();
      for (ClaimingObject object : next) {
        before.put(object.key(), ledger.object(object.key()));
        changed.addAll(ledger.put(object));
      }
      changed.forEach(key -> ledger.decided(key).ifPresent(then::add));
    } finally {
      before.forEach(this::putBack);
    }
    return compare(then);
  }

  private void putBack(ObjectKey key, Optional<ClaimingObject> before) {
    Set<ObjectKey> unused = before.map(ledger::put).orElseGet(() -> ledger.remove(key));
  }

  private HostImpact compare(List<Map.Entry<ClaimingObject, ClaimVerdict>> then) {
    var denied = new ArrayList<ObjectKey>();
    var admitted = new ArrayList<ObjectKey>();
    var withdrawn = new ArrayList<HostClaim>();
    var restored = new ArrayList<HostClaim>();
    then.forEach(
        next -> {
          var key = next.getKey().key();
          var now = ledger.decided(key).orElse(next);
          boolean isAllowed = now.getKey().notAllowed().isEmpty();
          boolean willBeAllowed = next.getKey().notAllowed().isEmpty();
          if (isAllowed && !willBeAllowed) {
            denied.add(key);
          } else if (!isAllowed && willBeAllowed) {
            admitted.add(key);
          }
          boolean isRouted = now.getValue().isGranted();
          boolean willBeRouted = next.getValue().isGranted();
          if (isRouted && !willBeRouted) {
            withdrawn.addAll(routes(now.getKey()));
          } else if (!isRouted && willBeRouted) {
            restored.addAll(routes(next.getKey()));
          }
        });
    denied.sort(null);
    admitted.sort(null);
    return new HostImpact(denied, admitted, inOrder(withdrawn), inOrder(restored));
  }

  private List<HostClaim> routes(ClaimingObject object) {
    return object.claims().stream().filter(c -> c.exposure().equals(gateway)).toList();
  }

  private static List<HostClaim> inOrder(List<HostClaim> claims) {
    return claims.stream()
        .sorted(Comparator.comparing(HostClaim::pattern).thenComparing(HostClaim::object))
        .toList();
  }
}

package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.hosts.Exposure;
import dev.sekisho.policies.hosts.HostClaim;
import dev.sekisho.policies.hosts.HostLedger;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries in a ledger what would become of its objects, and puts everything back: what doesn't change
 * costs no more than a comparison. For the thread that owns the ledger.
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

  private record Before(ClaimingObject object, ClaimVerdict verdict) {}

  /**
   * @param next the objects of the ledger as they would be
   */
  HostImpact of(Stream<ClaimingObject> next) {
    var before = new HashMap<ObjectKey, Before>();
    ledger
        .verdicts()
        .forEach(e -> before.put(e.getKey().key(), new Before(e.getKey(), e.getValue())));
    var changed = new HashSet<ObjectKey>();
    try {
      next.filter(object -> differs(object, before.get(object.key())))
          .forEach(
              object -> {
                changed.add(object.key());
                ledger.put(object);
              });
      return compare(before);
    } finally {
      changed.forEach(key -> putBack(key, Optional.ofNullable(before.get(key))));
    }
  }

  private static boolean differs(ClaimingObject object, @Nullable Before before) {
    return before == null || !object.equals(before.object());
  }

  private void putBack(ObjectKey key, Optional<Before> before) {
    var unused =
        before.map(known -> ledger.put(known.object())).orElseGet(() -> ledger.remove(key));
  }

  private HostImpact compare(Map<ObjectKey, Before> before) {
    var denied = new ArrayList<ObjectKey>();
    var admitted = new ArrayList<ObjectKey>();
    var withdrawn = new ArrayList<HostClaim>();
    var restored = new ArrayList<HostClaim>();
    ledger
        .verdicts()
        .forEach(
            now -> {
              var key = now.getKey().key();
              var known = before.get(key);
              if (known == null) {
                return;
              }
              boolean wasAllowed = known.object().notAllowed().isEmpty();
              boolean isAllowed = now.getKey().notAllowed().isEmpty();
              if (wasAllowed && !isAllowed) {
                denied.add(key);
              } else if (!wasAllowed && isAllowed) {
                admitted.add(key);
              }
              boolean was = known.verdict().isGranted();
              boolean is = now.getValue().isGranted();
              if (was && !is) {
                withdrawn.addAll(routes(known.object()));
              } else if (!was && is) {
                restored.addAll(routes(now.getKey()));
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

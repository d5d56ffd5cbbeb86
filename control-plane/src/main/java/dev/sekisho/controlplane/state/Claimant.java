package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.hosts.HostRequest;
import dev.sekisho.policies.hosts.HostReviewer;
import dev.sekisho.policies.hosts.NamespaceChecks;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.Ingress;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object that claims hosts, with what follows from it for the ledger. For one thread. */
final class Claimant {

  private final HostObject object;
  private @Nullable HostRequest request;
  private @Nullable ClaimingObject claiming;

  Claimant(HostObject object) {
    this.object = object;
  }

  HostObject object() {
    return object;
  }

  /**
   * What the ledger should have of it, if that isn't what it has. What it asks for is worked out
   * anew by {@code reader}.
   */
  Optional<ClaimingObject> claims(
      NamespaceChecks checks, Function<HostObject, HostRequest> reader) {
    request = reader.apply(object);
    claiming = HostReviewer.claimingObject(request, checks);
    return Optional.of(claiming);
  }

  /** The same where only policies are others now: what it asks for often doesn't depend on them. */
  Optional<ClaimingObject> claimsUnderOthers(
      NamespaceChecks checks, Function<HostObject, HostRequest> reader) {
    boolean same =
        request != null && object instanceof Ingress && request.owner().equals(checks.owner());
    if (!same || request == null || claiming == null) {
      return claims(checks, reader);
    }
    var changed = HostReviewer.changedClaimingObject(request, checks, claiming);
    claiming = changed.orElse(claiming);
    return changed;
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.objects.ClaimedObject;
import java.util.Optional;

/** What objects claim because a policy says so. */
final class PolicyClaims {

  private PolicyClaims() {}

  static HostRequest of(ClaimedObject object, HostSurroundings world) {
    var owner = world.owner(object.meta().namespace());
    var claims = new ClaimCollector(object, object.word(), owner);
    var exposure = Exposure.ofResource(object.resource().group(), object.resource().resource());
    claims.servedOn(exposure);
    for (String host : object.hosts()) {
      claims.read(host, "").ifPresent(pattern -> claims.host(pattern, "", exposure));
    }
    return claims.request(Optional.empty(), HostRequest.Tls.OF_THE_GATEWAY);
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;

/** What a claim is to. */
record Place(Exposure exposure, HostPattern pattern) {

  static Place of(HostClaim claim) {
    return new Place(claim.exposure(), claim.pattern());
  }
}

package dev.sekisho.controlplane.source;

import java.util.Optional;

/** One Lease. Its methods block, and throw the client's exception if the cluster doesn't answer. */
interface LeaseStore {

  /** Empty: there is none. */
  Optional<Stored> read();

  /** Makes it; false if it is there by now. */
  boolean create(LeaseRecord record);

  /** Replaces what was read; false if somebody else has changed it since. */
  boolean replace(Stored read, LeaseRecord record);

  /**
   * @param version of the object, by which changes in between are noticed
   */
  record Stored(LeaseRecord record, String version) {}
}

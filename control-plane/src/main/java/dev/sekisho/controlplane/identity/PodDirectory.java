package dev.sekisho.controlplane.identity;

import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import java.util.Optional;

/** The Pods of the cluster. Thread-safe. */
public interface PodDirectory {

  /** The Pod as it is known; empty also for one that is too young to be known. Doesn't block. */
  Optional<PodIdentity> known(PodName name);

  /**
   * The Pod as the API server has it now. Blocks.
   *
   * @throws ClusterUnavailableException if it can't be asked
   */
  Optional<PodIdentity> ask(PodName name);

  /** Whether the Pod of that uid is known to be gone. Doesn't block. */
  boolean isGone(String uid);
}

package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.RootDecision;
import dev.sekisho.certs.RootState;
import java.util.Optional;

/** Takes what happens to the authority, for logs and metrics. Must not block. */
public interface AuthorityEvents {

  /** A step of the root's rotation was made, by this process. */
  void rotated(RootDecision step);

  /** What is in force has changed. */
  void changed(Authority.InForce inForce, RootState.Phase phase);

  /** What is wrong now, if anything; told when that changes. */
  void problem(Optional<String> problem);
}

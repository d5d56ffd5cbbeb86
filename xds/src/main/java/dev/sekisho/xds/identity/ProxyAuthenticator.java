package dev.sekisho.xds.identity;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Verifies what clients show. Thread-safe; implementations must not block the caller. */
public interface ProxyAuthenticator {

  /**
   * Completes on any thread, always with an answer: whatever fails is a {@link
   * Authentication.Refused}.
   *
   * @param claimed the Pod that the client says it is, if it says so: where credentials are a
   *     service account's and no Pod's, this is the one to look up
   */
  CompletionStage<Authentication> authenticate(Credentials credentials, Optional<PodName> claimed);

  /** Whether the Pod of an identity that was accepted is still there, as far as is known now. */
  boolean isCurrent(ProxyIdentity identity);
}

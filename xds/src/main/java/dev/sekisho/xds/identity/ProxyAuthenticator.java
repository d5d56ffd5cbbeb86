package dev.sekisho.xds.identity;

import java.util.concurrent.CompletionStage;

/** Verifies what clients show. Thread-safe; implementations must not block the caller. */
@FunctionalInterface
public interface ProxyAuthenticator {

  /**
   * Completes on any thread, always with an answer: whatever fails is a {@link
   * Authentication.Refused}.
   */
  CompletionStage<Authentication> authenticate(Credentials credentials);
}

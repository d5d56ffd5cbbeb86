package dev.sekisho.controlplane.debug;

import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who may see what: clients of this machine all, since whoever may forward a port to it may
 * do worse; others what is of the namespace that their token is of, and Sekisho's own all.
 * Thread-safe.
 */
public final class ViewerAccess {
  /** Either somebody who may look, or why not. */
  public sealed interface Answer {
    record Known(Viewer viewer) implements Answer {}

    /**
     * @param message with the remedy; nothing of the token
     */
    record Refused(String message) implements Answer {}
  }

  private final ProxyAuthenticator authenticator;
  private final String home;

  /**
   * @param home Sekisho's own namespace
   */
  public ViewerAccess(ProxyAuthenticator authenticator, String home) {
    this.authenticator = authenticator;
    this.home = home;
  }

  /**
   * Completes on any thread.
   *
   * @param peer the client's IP address
   * @param authorization the header, if there is one
   */
  public CompletionStage<Answer> of(String peer, Optional<String> authorization) {
    var token = authorization.flatMap(Credentials::bearer);
    if (token.isPresent()) {
      return authenticator
          .authenticate(new Credentials(token, List.of()), Optional.empty())
          .thenApply(this::answer);
    }
    return CompletableFuture.completedFuture(
        InetAddress.ofLiteral(peer).isLoopbackAddress()
            ? new Answer.Known(Viewer.ADMIN)
            : new Answer.Refused(
                "who is asking? Show a Pod's token as \"Authorization: Bearer TOKEN\", or come"
                    + " from this machine (kubectl port-forward)"));
  }

  /** Who has proven to be this sees that. */
  Viewer viewer(ProxyIdentity identity) {
    var namespace = identity.spiffeId().namespace();
    return namespace.equals(home) ? Viewer.ADMIN : Viewer.of(namespace);
  }

  private Answer answer(Authentication authentication) {
    return switch (authentication) {
      case Authentication.Accepted(var identity) -> new Answer.Known(viewer(identity));
      case Authentication.Refused(var reason, var message) -> new Answer.Refused(message);
    };
  }
}

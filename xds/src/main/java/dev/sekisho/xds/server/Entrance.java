package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who may open a stream at a port. Thread-safe. */
interface Entrance {

  /** Lets everybody in, whatever they show: for a port that only this machine reaches. */
  Entrance OPEN =
      (node, credentials) ->
          CompletableFuture.completedFuture(new Answer.Welcome(Optional.empty()));

  /** What is said to who wants in. */
  sealed interface Answer {
    /**
     * @param identity what is proven
     */
    record Welcome(Optional<ProxyIdentity> identity) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
  }

  /** Doesn't block; completes on any thread, exceptionally only by a defect. */
  CompletionStage<Answer> admit(NodeIdentity node, Credentials credentials);

  /** Lets in whose credentials prove an identity, and whose node id doesn't name another. */
  static Entrance authenticated(ProxyAuthenticator authenticator) {
    return (node, credentials) ->
        authenticator
            .authenticate(credentials, node.pod())
            .thenApply(authentication -> answer(node, authentication));
  }

  private static Answer answer(NodeIdentity node, Authentication authentication) {
    return switch (authentication) {
      case Authentication.Refused(var problem, var message) ->
          new Answer.Refused(new Refusal(problem, message));
      case Authentication.Accepted(var identity) ->
          isOf(node.pod(), identity)
              ? new Answer.Welcome(Optional.of(identity))
              : new Answer.Refused(
                  new Refusal(
                      RejectReason.FOREIGN_NODE,
                      "node id \"%s\" isn't that of %s, whose credentials these are"
                          .formatted(node.id(), name(identity))));
    };
  }

  private static boolean isOf(Optional<PodName> claimed, ProxyIdentity identity) {
    var namespace = identity.spiffeId().namespace();
    return identity
        .pod()
        .map(pod -> claimed.equals(Optional.of(nameOf(pod))))
        .orElseGet(() -> claimed.map(PodName::namespace).orElse(namespace).equals(namespace));
  }

  private static String name(ProxyIdentity identity) {
    return identity
        .pod()
        .map(pod -> "Pod " + nameOf(pod))
        .orElseGet(() -> identity.spiffeId().toString());
  }

  private static PodName nameOf(PodIdentity pod) {
    return new PodName(pod.namespace(), pod.name());
  }
}

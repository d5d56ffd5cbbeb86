package dev.sekisho.controlplane.identity;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.RejectReason;
import java.util.Optional;

/**
 * Whose token it is, as the API server says.
 *
 * @param podUid of the Pod that the token is bound to
 */
record TokenSubject(String serviceAccount, PodName pod, String podUid) {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final int MAX_SHOWN_CHARS = 200;

  /** Either a subject or why there is none. */
  sealed interface Verdict {
    record Of(TokenSubject subject) implements Verdict {}

    record None(RejectReason problem, String message) implements Verdict {}
  }

  /** Either a service account or why there is none. */
  sealed interface Account {
    record Of(String namespace, String name) implements Account {}

    record None(RejectReason problem, String message) implements Account {}
  }

  /** Whose it is, if it is bound to a Pod. */
  static Verdict of(TokenReviews.Reviewed reviewed, String audience) {
    return switch (accountOf(reviewed, audience)) {
      case Account.None(var problem, var message) -> new Verdict.None(problem, message);
      case Account.Of(var namespace, var account) ->
          reviewed
              .podName()
              .<Verdict>flatMap(
                  name ->
                      reviewed
                          .podUid()
                          .map(
                              uid ->
                                  new Verdict.Of(
                                      new TokenSubject(
                                          account, new PodName(namespace, name), uid))))
              .orElseGet(() -> unbound());
    };
  }

  /** Whose it is, bound to a Pod or not. */
  static Account accountOf(TokenReviews.Reviewed reviewed, String audience) {
    if (!reviewed.authenticated()) {
      return new Account.None(
          RejectReason.INVALID_TOKEN,
          "the API server doesn't accept the token"
              + (reviewed.error().isEmpty() ? "" : ": " + shown(reviewed.error())));
    }
    // A server that knows nothing of audiences answers with none.
    if (!reviewed.audiences().contains(audience)) {
      var wrong = wrongAudience(audience);
      return new Account.None(wrong.problem(), wrong.message());
    }
    var parts = reviewed.user().split(":", -1);
    return reviewed.user().startsWith(SERVICE_ACCOUNT) && parts.length == 4
        ? new Account.Of(parts[2], parts[3])
        : new Account.None(
            RejectReason.NOT_A_SERVICE_ACCOUNT, "the token isn't a ServiceAccount's");
  }

  static Verdict.None unbound() {
    return new Verdict.None(
        RejectReason.UNBOUND_TOKEN,
        "the token is bound to no Pod; use the one of a projected volume in the Pod");
  }

  static Verdict.None wrongAudience(String audience) {
    return new Verdict.None(
        RejectReason.WRONG_AUDIENCE,
        "the token isn't for the audience \"%s\"; project one that is".formatted(audience));
  }

  /** Somebody else's words: one line, not too many. */
  private static String shown(String text) {
    var line = text.replaceAll("[^\\x20-\\x7e]+", " ");
    return line.substring(0, Math.min(line.length(), MAX_SHOWN_CHARS));
  }

  Optional<String> problemWith(String accountOfPod) {
    return accountOfPod.equals(serviceAccount)
        ? Optional.empty()
        : Optional.of("Pod " + pod + " runs as another ServiceAccount than the token's");
  }
}

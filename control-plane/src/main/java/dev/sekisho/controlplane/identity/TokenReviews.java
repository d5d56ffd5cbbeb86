package dev.sekisho.controlplane.identity;

import java.util.List;
import java.util.Optional;

/**
 * Asks the API server about tokens.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/">TokenReview</a>
 */
public interface TokenReviews {

  /**
   * What the API server says of a token. Blocks.
   *
   * @throws ClusterUnavailableException if it can't be asked
   */
  Reviewed review(String token, String audience);

  /**
   * @param error why it isn't authenticated, in the API server's words; may be empty
   * @param audiences those of the ones asked for that the token is for
   * @param podName of the Pod that it is bound to
   */
  record Reviewed(
      boolean authenticated,
      String error,
      String user,
      List<String> audiences,
      Optional<String> podName,
      Optional<String> podUid) {

    /** Copies the list. */
    public Reviewed {
      audiences = List.copyOf(audiences);
    }
  }
}

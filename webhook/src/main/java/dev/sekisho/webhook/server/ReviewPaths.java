package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionReviewer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who answers at which path. Immutable. */
final class ReviewPaths {

  /** Where reviews go whose URL names no path. */
  private static final String DEFAULT = "/validate";

  private static final String ROOT = "/";

  private final SortedMap<String, AdmissionReviewer> reviewers;

  ReviewPaths(Map<String, AdmissionReviewer> reviewers) {
    this.reviewers = Collections.unmodifiableSortedMap(new TreeMap<>(reviewers));
    for (String path : reviewers.keySet()) {
      if (!path.startsWith(ROOT) || path.equals(ROOT)) {
        throw new IllegalArgumentException("path: " + path + " (expected: / and a name)");
      }
    }
  }

  /** A path and who answers there. */
  record Endpoint(String path, AdmissionReviewer reviewer) {}

  /** Who answers this request, if its path is known. */
  Optional<Endpoint> of(HttpServerRequest request) {
    // No path at all stands for the root.
    String asked = Optional.ofNullable(request.path()).orElse(ROOT);
    String path = asked.equals(ROOT) ? DEFAULT : asked;
    return Optional.ofNullable(reviewers.get(path)).map(reviewer -> new Endpoint(path, reviewer));
  }

  Collection<String> known() {
    return reviewers.keySet();
  }
}

package dev.sekisho.webhook.server;

import java.util.Collection;
import java.util.Map;

/**
 * A request that gets no review.
 *
 * @param status of HTTP
 * @param reason one line, with nothing of what was sent
 * @param headers of the answer
 */
record Rejection(int status, String reason, Map<String, String> headers) {

  static final Rejection NOT_POST =
      new Rejection(405, "reviews are sent with POST", Map.of("Allow", "POST"));
  static final Rejection NOT_JSON = badRequest("content type is not application/json");
  static final Rejection NOT_HTTP = badRequest("not a well-formed HTTP/1.1 request");
  static final Rejection SLOW = new Rejection(408, "the request took too long to arrive", Map.of());
  static final Rejection BUSY =
      new Rejection(429, "too many requests under review", Map.of("Retry-After", "1"));
  static final Rejection INTERNAL =
      new Rejection(500, "internal error; the server's log has more", Map.of());

  static Rejection notFound(Collection<String> known) {
    return new Rejection(
        404, "no such path: reviews go to POST " + String.join(", ", known), Map.of());
  }

  static Rejection badRequest(String reason) {
    return new Rejection(400, reason, Map.of());
  }

  static Rejection tooLarge(int limit) {
    return new Rejection(413, "body over the limit of " + limit + " bytes", Map.of());
  }
}

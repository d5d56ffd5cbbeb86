package dev.sekisho.webhook.review;

import dev.sekisho.policies.objects.ObjectRequest;

/**
 * One question of the API server.
 *
 * @param version of the review that asked
 * @param uid names the request; 1 to 256 printable ASCII characters
 */
public record AdmissionRequest(ReviewVersion version, String uid, ObjectRequest subject) {
  /** Who, what and where; nothing of what the objects contain. */
  @Override
  public String toString() {
    return "AdmissionRequest[" + uid + " " + subject + "]";
  }
}

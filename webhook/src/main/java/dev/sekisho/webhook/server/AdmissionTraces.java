package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told of each review when it is over, and may look at what its caller sent, where the trace is
 * named that it is part of (W3C Trace Context). Called on event loops, after the answer was handed
 * to the connection; must not block or throw.
 *
 * <p>In each method {@code path} is that of the reviewer, and {@code took} the time from the
 * request's head to the answer.
 */
public interface AdmissionTraces {

  /** Nobody wants to know: no header is read. */
  AdmissionTraces OFF = new NoAdmissionTraces();

  /** The headers of a request. */
  interface Headers {
    /** The value of a header, the first one of several; names have no case. */
    Optional<String> value(String name);
  }

  /** The reviewer decided. */
  void decided(
      String path,
      Headers headers,
      AdmissionRequest request,
      AdmissionDecision decision,
      Duration took);

  /** The failure policy answered, because the reviewer took too long. */
  void late(String path, Headers headers, AdmissionRequest request, Duration took);

  /** The answer was 500. The failure may hold what is confidential. */
  void failed(
      String path, Headers headers, AdmissionRequest request, Throwable failure, Duration took);
}

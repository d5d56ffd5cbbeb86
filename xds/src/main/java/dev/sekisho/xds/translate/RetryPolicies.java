package dev.sekisho.xds.translate;

import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;

/** Retries. */
final class RetryPolicies {
  private static final String RETRY_ON =
      "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
  private static final int RETRIES = 2;
  private static final int HOST_SELECTION_ATTEMPTS = 5;

  private RetryPolicies() {}

  /** Of requests that no backend has begun to work on, each time with another backend. */
  static RetryPolicy standard() {
    return RetryPolicy.newBuilder()
        .setRetryOn(RETRY_ON)
        .setNumRetries(UInt32Value.of(RETRIES))
        .addRetryHostPredicate(
            RetryHostPredicate.newBuilder()
                .setName("envoy.retry_host_predicates.previous_hosts")
                .setTypedConfig(
                    DeterministicBytes.pack(PreviousHostsPredicate.getDefaultInstance())))
        .setHostSelectionRetryMaxAttempts(HOST_SELECTION_ATTEMPTS)
        .build();
  }
}

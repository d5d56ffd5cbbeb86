package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.webhook.review.StatusReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionServerOptionsTest {

  private static final ServingKeyPair PAIR = new ServingKeyPair("chain", "hunter2");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void hasTheDocumentedDefaults() {
    var options = AdmissionServerOptions.defaults(PAIR);
    assertThat(options.host()).isEqualTo("0.0.0.0");
    assertThat(options.port()).isEqualTo(8443);
    assertThat(options.failurePolicy()).isEqualTo(FailurePolicy.FAIL);
    assertThat(options.eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    var limits = options.limits();
    assertThat(limits.bodyBytes()).isEqualTo(16_777_216);
    assertThat(limits.concurrentReviews()).isEqualTo(512);
    assertThat(limits.body()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.idle()).isGreaterThan(Duration.ofSeconds(90));
  }

  @Test
  void changesOneThingAtATime() {
    var clients = new ClientAccess(Optional.of("pem"), List.of());
    var options =
        AdmissionServerOptions.defaults(PAIR)
            .withAddress("::1", 0)
            .withFailurePolicy(FailurePolicy.IGNORE)
            .withClients(clients)
            .withStatusReason(StatusReason.MESSAGE)
            .withEventLoops(3);
    assertThat(options)
        .isEqualTo(
            new AdmissionServerOptions(
                "::1",
                0,
                PAIR,
                FailurePolicy.IGNORE,
                ServerLimits.DEFAULT,
                clients,
                StatusReason.MESSAGE,
                3));
  }

  @Test
  void neverPrintsTheKey() {
    assertThat(AdmissionServerOptions.defaults(PAIR).toString()).doesNotContain("hunter2");
  }

  @Test
  void refusesWhatCannotBe() {
    var options = AdmissionServerOptions.defaults(PAIR);
    assertThatThrownBy(() -> options.withAddress("::", 65_536)).hasMessageContaining("port: 65536");
    assertThatThrownBy(() -> options.withEventLoops(0)).hasMessageContaining("eventLoops: 0");
    assertThatThrownBy(() -> new ServerLimits(2, 1, 1, SECOND, SECOND, SECOND, SECOND))
        .hasMessageContaining("bufferedBytes: 1 (expected: >= bodyBytes, 2)");
    assertThatThrownBy(() -> new ServerLimits(1, 1, 1, SECOND, SECOND, Duration.ZERO, SECOND))
        .hasMessageContaining("body: 0 (expected: > 0)");
  }
}

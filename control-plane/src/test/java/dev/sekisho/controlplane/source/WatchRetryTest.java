package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchRetryTest {

  private final List<String> log = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final WatchRetry retry = new WatchRetry("Pods", now::get, log::add);

  @Test
  void saysTheApiServersOwnWordsOnAnyLevelOfCauses() {
    var status = new StatusBuilder().withCode(403).withMessage("pods is\nforbidden").build();
    var failure = new WatcherException("watch", new KubernetesClientException(status));

    assertThat(retry.retryAfterException(true, failure)).isTrue();
    assertThat(log).containsExactly("watching Pods: pods is forbidden; trying again");
  }

  @Test
  void saysTheInnermostCauseWhereNobodyAnswered() {
    retry.retryAfterException(
        false, new KubernetesClientException("list", new ConnectException("refused")));

    assertThat(log).containsExactly("watching Pods: ConnectException: refused; trying again");
  }

  @Test
  void saysTheSameOnceAMinuteAndSomethingElseAtOnce() {
    retry.retryAfterException(true, new IllegalStateException("one"));
    after(59);
    retry.retryAfterException(true, new IllegalStateException("one"));
    assertThat(log).hasSize(1);

    retry.retryAfterException(true, new IllegalStateException("two"));
    assertThat(log).hasSize(2);

    after(60);
    assertThat(retry.retryAfterException(true, new IllegalStateException("two"))).isTrue();
    assertThat(log).hasSize(3);
  }

  private void after(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}

package dev.sekisho.controlplane.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {

  private final List<String> lines = new ArrayList<>();
  private final DeliveryLog log = new DeliveryLog("http://collector:4318/v1/traces", lines::add);

  @Test
  void eachPeriodOfFailuresIsOneLineAndItsEndAnother() {
    log.answered(200);
    assertThat(lines).isEmpty();
    log.answered(503);
    log.failed(new ConnectException());
    log.answered(404);
    assertThat(lines)
        .containsExactly(
            "traces don't reach http://collector:4318/v1/traces (HTTP status 503); what is traced"
                + " until they do is lost");
    log.answered(202);
    log.answered(200);
    assertThat(lines)
        .hasSize(2)
        .last()
        .isEqualTo(
            "traces reach http://collector:4318/v1/traces again, after 3 batches that didn't");
    log.failed(new ConnectException());
    assertThat(lines).hasSize(3).last().asString().contains("(ConnectException)");
  }

  @Test
  void saysWhatTheClientSaysOnOneLine() {
    log.failed(new CompletionException(new HttpTimeoutException("request\n timed out")));
    assertThat(lines)
        .singleElement()
        .asString()
        .hasLineCount(1)
        .contains("(HttpTimeoutException: request timed out)");
  }
}

package dev.sekisho.controlplane.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans on their way to a receiver that is well, ill, or not there. */
@Timeout(60)
class OtlpTracingIT {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  private Tracing start(URI endpoint) {
    var settings = new TracingSettings(endpoint, 1, "1.2.3");
    return OtlpTracing.start(
        settings,
        "sekisho-0",
        InstantSource.system(),
        () -> 0,
        OtlpTracing.batches(settings, new DeliveryLog(settings.url(), lines::add)));
  }

  private static void review(Tracing tracing, String path) {
    tracing
        .admission()
        .decided(path, Reviewed.BARE, Reviewed.request(), Reviewed.ALLOWED, Duration.ofMillis(1));
  }

  @Test
  void spansArriveWithinSecondsAndTheRestAtTheEnd() throws IOException {
    try (var collector = new Collector(() -> 200)) {
      var tracing = start(collector.endpoint());
      review(tracing, "/first");
      var first = collector.await("the first", r -> r.span().getName().equals("POST /first"));
      assertThat(first.process())
          .containsEntry("service.name", "sekisho")
          .containsEntry("service.instance.id", "sekisho-0");
      review(tracing, "/last");
      tracing.close();
      assertThat(collector.spans())
          .hasSize(2)
          .last()
          .extracting(r -> r.span().getName())
          .isEqualTo("POST /last");
    }
    assertThat(lines).isEmpty();
  }

  @Test
  void aReceiverThatIsBusyForAMomentGetsTheBatchAgain() throws IOException {
    var asked = new AtomicInteger();
    try (var collector = new Collector(() -> asked.incrementAndGet() < 3 ? 503 : 200);
        var tracing = start(collector.endpoint())) {
      review(tracing, "/again");
      collector.await("the batch", r -> r.span().getName().equals("POST /again"));
      assertThat(collector.answers()).containsExactly(503, 503, 200);
    }
    assertThat(lines).isEmpty();
  }

  @Test
  void aReceiverThatRefusesIsALineForAllThatItRefuses() throws IOException {
    var status = new AtomicInteger(400);
    try (var collector = new Collector(status::get);
        var tracing = start(collector.endpoint())) {
      for (int i = 1; i <= 3; i++) {
        int batches = i;
        review(tracing, "/refused");
        Collector.until("batch " + i, () -> collector.answers().size() == batches);
      }
      status.set(200);
      review(tracing, "/taken");
      collector.await("the batch after", r -> r.span().getName().equals("POST /taken"));
      Collector.until("its line", () -> lines.size() == 2);
      assertThat(lines.getFirst()).contains("HTTP status 400");
      assertThat(lines.getLast()).contains("again, after 3 batches");
    }
  }

  @Test
  void aReceiverThatIsGoneIsALine() throws IOException {
    try (var unheard = new Socket()) { // bound, so that nobody else listens there
      unheard.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (var tracing = start(URI.create("http://127.0.0.1:" + unheard.getLocalPort()))) {
        review(tracing, "/lost");
        Collector.until("the line", () -> !lines.isEmpty());
        assertThat(lines).singleElement().asString().contains("ConnectException");
      }
    }
  }

  @Test
  void aReceiverThatHangsHoldsUpNobodyAndTheEndNotForLong() throws Exception {
    var goOn = new CountDownLatch(1);
    try (var collector = new Collector(() -> hang(goOn))) {
      var tracing = start(collector.endpoint());
      long begun = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        review(tracing, "/many");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as("10 000 spans, of which the queue has room for 2048")
          .isLessThan(Duration.ofSeconds(5));
      begun = System.nanoTime();
      tracing.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isLessThan(OtlpTracing.LAST_DELIVERY.plusSeconds(2));
      goOn.countDown();
    }
  }

  private static int hang(CountDownLatch goOn) {
    try {
      assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 200;
  }
}

package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.serve.ControlPlanes.CLUSTER;
import static dev.sekisho.controlplane.serve.ControlPlanes.INGRESS_OK;
import static dev.sekisho.controlplane.serve.ControlPlanes.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.tracing.Collector;
import dev.sekisho.controlplane.tracing.Collector.Received;
import dev.sekisho.controlplane.tracing.TracingSettings;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole control plane that sends traces to a receiver. */
@Timeout(120)
class TracingIT {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  private final ControlPlanes controlPlanes;
  private final Collector collector = new Collector(() -> 200);

  TracingIT(@TempDir Path folder) throws IOException {
    this.controlPlanes = new ControlPlanes(folder);
  }

  @AfterEach
  void close() throws Exception {
    controlPlanes.close();
    collector.close();
  }

  private ControlPlane start(URI endpoint) throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.write("cluster.yaml", CLUSTER);
    return controlPlanes.start(new TracingSettings(endpoint, 1, "1.2.3"));
  }

  private static boolean isPublication(Received span) {
    return span.span().getName().equals("publish");
  }

  @Test
  void aReviewIsASpanBelowItsCallers() throws Exception {
    var controlPlane = start(collector.endpoint());
    var webhook = controlPlanes.webhook(controlPlane);

    var traceparent = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";
    assertThat(webhook.create("qa", "web", Webhook.host("acmecorp.com"), traceparent))
        .isEqualTo(200);

    var span = collector.await("the review", r -> r.traceId().equals(TRACE_ID));
    assertThat(span.parentId()).isEqualTo(SPAN_ID);
    assertThat(span.span().getName()).isEqualTo("POST /validate");
    assertThat(span.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(span.span().getEndTimeUnixNano()).isGreaterThan(span.span().getStartTimeUnixNano());
    assertThat(span.attributes())
        .containsEntry("sekisho.operation", "CREATE")
        .containsEntry("sekisho.kind", "Ingress")
        .containsEntry("sekisho.namespace", "qa")
        .containsEntry("sekisho.verdict", "denied")
        .containsEntry("sekisho.dry_run", "false")
        .containsEntry("sekisho.policy.revision", controlPlane.revision());
    assertThat(span.process())
        .containsEntry("service.name", "sekisho")
        .containsEntry("service.version", "1.2.3")
        .containsKey("service.instance.id");
    assertThat(span.toString()).doesNotContain("acmecorp", "someone");
  }

  @Test
  void aPublicationIsASpanOfItsOwn() throws Exception {
    var controlPlane = start(collector.endpoint());
    collector.await("the first publication", TracingIT::isPublication);
    var routed =
        INGRESS_OK.replace(
            "rules: [{host: signin.acmecorp.com}]",
            """
            ingressClassName: sekisho, rules: [{host: signin.acmecorp.com, http: {paths: [
              {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]\
            """);
    assertThat(routed).contains("backend");

    var edited = Instant.now();
    controlPlanes.write("ingress.yaml", routed);

    var span =
        collector.await(
            "the publication of the route", r -> isPublication(r) && started(r).isAfter(edited));
    assertThat(span.parentId()).isEmpty();
    assertThat(span.attributes())
        .containsEntry("sekisho.policy.revision", controlPlane.revision())
        .containsEntry("sekisho.proxies.connected", "0")
        .containsEntry("sekisho.scopes.changed", "1");
    assertThat(Integer.parseInt(span.attributes().get("sekisho.resources.changed"))).isPositive();
    assertThat(span.span().getEventsList())
        .singleElement()
        .extracting(event -> event.getName())
        .isEqualTo("translating");
  }

  private static Instant started(Received span) {
    return Instant.ofEpochSecond(0, span.span().getStartTimeUnixNano());
  }

  @Test
  void aReceiverThatIsGoneKeepsNobodyFromAnAnswer() throws Exception {
    try (var unheard = new Socket()) { // bound, so that nobody else listens there
      unheard.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var controlPlane = start(URI.create("http://127.0.0.1:" + unheard.getLocalPort()));
      var webhook = controlPlanes.webhook(controlPlane);
      for (int i = 0; i < 20; i++) {
        assertThat(webhook.create("qa", "web", Webhook.host("acmecorp.com")).message())
            .isEqualTo("invalid ingress host \"acmecorp.com\"");
      }
      controlPlane.close();
    }
  }

  @Test
  void whatIsLeftAtTheEndIsDelivered() throws Exception {
    var controlPlane = start(collector.endpoint());
    var webhook = controlPlanes.webhook(controlPlane);
    for (int i = 0; i < 20; i++) {
      assertThat(webhook.create("production", "web", Webhook.host("a.acmecorp.com")).allowed())
          .isTrue();
    }
    controlPlane.close();

    assertThat(collector.spans())
        .filteredOn(span -> span.span().getName().equals("POST /validate"))
        .hasSize(20);
  }
}

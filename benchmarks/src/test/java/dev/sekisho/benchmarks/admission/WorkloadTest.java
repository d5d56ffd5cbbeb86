package dev.sekisho.benchmarks.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.webhook.review.AdmissionReviewCodec;
import dev.sekisho.webhook.review.DecodedReview;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void aRequestIsOneThatTheWebhookReads() {
    var bytes = Workload.request(7).getBytes(StandardCharsets.UTF_8);

    assertThat(bytes.length).isBetween(2_000, 3_000);
    assertThat(new AdmissionReviewCodec(1 << 20).decode(bytes))
        .isInstanceOfSatisfying(
            DecodedReview.Accepted.class,
            accepted -> {
              var subject = accepted.request().subject();
              assertThat(subject.namespace()).isEqualTo("team-007");
              var ingress = IngressReader.read(subject.objectTree());
              assertThat(ingress.unreadable()).isEmpty();
              assertThat(ingress.rules().getFirst().host()).contains("www.team-007.acmecorp.com");
            });
    assertThat(Workload.request(7)).doesNotContain("@");
  }

  @Test
  void requestsAreCreatesUnlessTheyShallBeDryRuns() {
    assertThat(new Workload(0, false).requestTemplate()).contains("\"dryRun\":false");
    assertThat(new Workload(0, true).requestTemplate()).contains("\"dryRun\":true");
  }

  @Test
  void existingIngressesHaveDifferentHostsOfTheirNamespaces() {
    var hosts = IntStream.range(0, 1_000).mapToObj(Workload::hostOf).toList();

    assertThat(hosts).doesNotHaveDuplicates();
    assertThat(Workload.hostOf(123)).isEqualTo("e0000000123.team-023.acmecorp.com");
    assertThat(Workload.hostOf(120)).isEqualTo("e0000000120.shared-0.acmecorp.com");
    assertThat(Workload.ingress(123).at("/spec/rules/0/host").asText()).isEqualTo(hosts.get(123));
    assertThat(Workload.ingress(123).at("/spec/tls/0/hosts/0").asText()).isEqualTo(hosts.get(123));
    assertThat(Workload.ingress(123).toString()).doesNotContain("@", "managedFields");
  }
}

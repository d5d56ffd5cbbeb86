package dev.sekisho.benchmarks.pure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.benchmarks.admission.Workload;
import dev.sekisho.policies.hosts.HostRequest;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.policies.parse.ParseResult;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.webhook.review.AdmissionReviewCodec;
import dev.sekisho.webhook.review.DecodedReview;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Texts and trees, read into what verdicts are made of. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadingBenchmark {

  private final FilledLedger ledger = new FilledLedger(0);
  private final JsonNode tree = FilledLedger.tree(1);
  private final Ingress ingress = FilledLedger.ingress(1);
  private final AdmissionReviewCodec codec = new AdmissionReviewCodec(16 << 20);
  private final byte[] review = Workload.request(1).getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public ParseResult parsePolicy() {
    return PolicyParser.parse(FilledLedger.POLICY);
  }

  @Benchmark
  public DecodedReview decodeReview() {
    return codec.decode(review);
  }

  @Benchmark
  public Ingress readIngress() {
    return IngressReader.read(tree);
  }

  @Benchmark
  public HostRequest readClaims() {
    return ledger.claims(ingress);
  }
}

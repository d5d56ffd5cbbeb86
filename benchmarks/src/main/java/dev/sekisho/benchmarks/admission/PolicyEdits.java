package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.Https;
import dev.sekisho.benchmarks.harness.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how soon an edit of a policy is in force: from the moment that the file changes to the
 * first verdict that names another revision, asked over one connection without pause.
 */
final class PolicyEdits {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private PolicyEdits() {}

  /** Milliseconds of each edit, in order of size. */
  static List<Double> measure(Target sekisho, Path policy, int edits)
      throws IOException, InterruptedException {
    var text = Workload.policy();
    var times = new ArrayList<Double>();
    try (var https = new Https()) {
      var before = revision(https, sekisho);
      for (int i = 0; i < edits; i++) {
        var next = policy.resolveSibling(".next");
        Files.writeString(next, text + "    deny: [\"admin-" + i + ".acmecorp.com\"]\n");
        long start = System.nanoTime();
        Files.move(next, policy, StandardCopyOption.ATOMIC_MOVE);
        var after = before;
        while (after.equals(before)) {
          after = revision(https, sekisho);
          if (System.nanoTime() - start > PATIENCE.toNanos()) {
            throw new IOException("a policy edit is not in force after " + PATIENCE);
          }
        }
        times.add((System.nanoTime() - start) / 1e6);
        before = after;
        Thread.sleep(500); // what follows from the edit must not meet the next one
      }
      Files.writeString(policy, text);
    }
    return times.stream().sorted().toList();
  }

  /** That of a verdict on a dry run. */
  private static String revision(Https https, Target sekisho)
      throws IOException, InterruptedException {
    var body = Workload.request(0);
    var answer = https.send("POST", sekisho.uri(sekisho.path()), BodyPublishers.ofString(body));
    return Json.parse(answer).at("/response/auditAnnotations/revision").asText();
  }
}

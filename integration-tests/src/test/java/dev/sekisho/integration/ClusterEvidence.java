package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.integration.LeakScan.Place;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What users of a cluster were told and may read, kept when a test class ends. */
final class ClusterEvidence {
  private static final List<String> OURS =
      List.of("denied the request: ", "Warning: ", "failed calling webhook");

  private final Cluster cluster;
  private final List<String> answers = new CopyOnWriteArrayList<>();

  ClusterEvidence(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Remembers what a user was told, without what kubectl repeats of the user's own files. */
  Command remember(Command run) {
    run.err()
        .lines()
        .flatMap(
            line ->
                OURS.stream()
                    .filter(line::contains)
                    .map(start -> line.substring(line.indexOf(start))))
        .forEach(answers::add);
    return run;
  }

  /** Keeps it all, and remembers the Secrets, which nobody else may read. */
  void keep() {
    Evidence.keep(cluster.logs(), Place.ANSWERS.file("users"), () -> String.join("\n", answers));
    if (!cluster.server().isRunning()) {
      System.out.println("no evidence of a cluster in " + cluster.logs() + ": it doesn't run");
      return;
    }
    keep(Place.EVENTS, "/api/v1/events");
    keep(Place.CONFIG_MAPS, "/api/v1/configmaps");
    var registrations = "/apis/admissionregistration.k8s.io/v1/";
    keep(
        Place.REGISTRATIONS,
        registrations + "validatingwebhookconfigurations",
        registrations + "mutatingwebhookconfigurations");
    rememberSecrets();
  }

  /** Remembers what Secrets hold now, if that can be asked. */
  void rememberSecrets() {
    if (cluster.server().isRunning()) {
      Canaries.plantSecrets(cluster.read("/api/v1/secrets"));
    }
  }

  private void keep(Place place, String... paths) {
    Evidence.keep(
        cluster.logs(),
        place.file("cluster"),
        () ->
            String.join(
                "\n", Stream.of(paths).map(cluster::read).map(JsonNode::toString).toList()));
  }
}

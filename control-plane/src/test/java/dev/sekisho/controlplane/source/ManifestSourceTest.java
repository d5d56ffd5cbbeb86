package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.policies.objects.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ManifestSourceTest {

  private static final String OWN = "sekisho-system";
  private static final ObjectKey SECRET = new ObjectKey("Secret", "x", "tls");

  @TempDir private Path temp;
  private final Recorder sink = new Recorder();
  private Folder folder;
  private DataDirectory data;
  private ManifestSource source;

  @BeforeEach
  void open() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("m")));
    data = DataDirectory.open(temp.resolve("data"));
    source = ManifestSource.open(folder.path(), OWN, new LastGoodFiles(data), sink);
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void reportsAllThatIsThereThenSaysSo() {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    folder.write("b.yaml", Folder.object("Ingress", "x", "b"));

    source.start();

    assertThat(sink.events()).containsExactly("+Service/x/a", "+Ingress/x/b", "synced");
  }

  @Test
  void anEmptyFolderIsSyncedToo() {
    source.start();

    assertThat(sink.events()).containsExactly("synced");
  }

  @Test
  void reportsChangesAsTheyCome() throws InterruptedException {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    source.start();
    sink.forget();

    folder.write("b.yaml", Folder.object("Ingress", "x", "b"));
    sink.awaitEvent("+Ingress/x/b");
    assertThat(sink.events()).as("nothing else changed").containsExactly("+Ingress/x/b");
    sink.forget();

    folder.write("a.yaml", Folder.object("Service", "x", "a") + "spec: {changed: true}\n");
    sink.awaitEvent("+Service/x/a");
    sink.forget();

    folder.delete("b.yaml");
    sink.awaitEvent("-Ingress/x/b");
    assertThat(sink.objects()).containsOnlyKeys(new ObjectKey("Service", "x", "a"));
  }

  @Test
  void reportsWhatComesInNewFolders() throws InterruptedException {
    source.start();

    folder.write("new/deeper/a.yaml", Folder.object("Service", "x", "a"));
    sink.awaitEvent("+Service/x/a");
    folder.write("new/deeper/a.yaml", Folder.object("Service", "x", "b"));
    sink.awaitEvent("+Service/x/b");
    sink.awaitEvent("-Service/x/a");
  }

  @Test
  void missesNoFolderHoweverFastItIsMade() throws InterruptedException {
    source.start();

    for (int i = 0; i < 30; i++) {
      var path = "f%d/a/b/c/d/e/f.yaml".formatted(i);
      folder.write(path, Folder.object("Service", "x", "first" + i));
      sink.awaitEvent("+Service/x/first" + i);
      folder.write(path, Folder.object("Service", "x", "second" + i));
      sink.awaitEvent("+Service/x/second" + i);
    }
  }

  @Test
  void aBrokenFileIsReportedOnceAndKeepsWhatItSaid() throws InterruptedException {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    source.start();

    var broken = folder.write("a.yaml", "metadata: {name: [");
    sink.await("the problem", r -> !r.problems().isEmpty());
    folder.write("b.yaml", Folder.object("Service", "x", "b"));
    sink.awaitEvent("+Service/x/b");

    assertThat(sink.problems()).singleElement().asString().startsWith(broken.toString());
    assertThat(sink.events()).doesNotContain("-Service/x/a");

    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    folder.write("c.yaml", Folder.object("Service", "x", "c"));
    sink.awaitEvent("+Service/x/c");
    folder.write("a.yaml", "metadata: {name: [");
    sink.await("the problem again, since it was gone", r -> r.problems().size() == 2);
  }

  @Test
  void secretsAreReportedOnlyWhileTheyAreAskedFor() throws InterruptedException {
    folder.write("s.yaml", Folder.object("Secret", "x", "tls"));
    folder.write("t.yaml", Folder.object("Secret", "x", "other"));
    source.start();
    assertThat(sink.events()).containsExactly("synced");

    watch(SECRET, new ObjectKey("Secret", "x", "missing"));
    watch(SECRET);
    assertThat(sink.events()).containsExactly("synced", "+Secret/x/tls", "-Secret/x/missing");
    sink.forget();

    folder.write("s.yaml", Folder.object("Secret", "x", "tls") + "data: {}\n");
    folder.write("t.yaml", Folder.object("Secret", "x", "other") + "data: {}\n");
    folder.write("z.yaml", Folder.object("Service", "x", "last"));
    sink.awaitEvent("+Service/x/last");
    assertThat(sink.events()).contains("+Secret/x/tls").doesNotContain("+Secret/x/other");

    folder.delete("s.yaml");
    sink.awaitEvent("-Secret/x/tls");
    watch();
    sink.forget();
    folder.write("s.yaml", Folder.object("Secret", "x", "tls"));
    folder.write("y.yaml", Folder.object("Service", "x", "end"));
    sink.awaitEvent("+Service/x/end");
    assertThat(sink.events()).noneMatch(e -> e.contains("Secret"));
  }

  private void watch(ObjectKey... secrets) {
    source.watchSecrets(Set.of(secrets)).toCompletableFuture().join();
  }

  @Test
  void workloadsAreReadWhenTheyAreAskedFor() {
    var deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: x}\n";
    folder.write("a.yaml", Folder.object("Service", "x", "a") + "---\n" + deployment);
    source.start();

    assertThat(source.workloads().toCompletableFuture().join())
        .singleElement()
        .isEqualTo(sink.objects().get(new ObjectKey("Deployment", "x", "d")));
  }

  @Test
  void followsAFolderThatIsASymbolicLink() throws Exception {
    var link = Files.createSymbolicLink(temp.resolve("link"), folder.path());
    try (var linked = ManifestSource.open(link, OWN, new LastGoodFiles(data), sink)) {
      linked.start();

      folder.write("a/a.yaml", Folder.object("Service", "x", "a"));

      sink.awaitEvent("+Service/x/a");
    }
  }

  @Test
  void refusesWhatIsNoFolder() throws IOException {
    for (Path none : new Path[] {temp.resolve("none"), Files.createFile(temp.resolve("file"))}) {
      assertThatThrownBy(() -> ManifestSource.open(none, OWN, new LastGoodFiles(data), sink))
          .isInstanceOfSatisfying(
              StartupException.class,
              e -> assertThat(e.reason()).isEqualTo(StartupException.Reason.INPUT))
          .hasMessageContaining(none.toString())
          .hasMessageContaining("--source");
    }
  }

  @Test
  void keepsLastGoodPolicies() {
    var key = new ObjectKey("ConfigMap", OWN, "policies/edge.yaml");
    source.keepLastGood(key, Map.of("f", "text"));

    assertThat(source.lastGood()).isEqualTo(Map.of(key, Map.of("f", "text")));
    source.dropLastGood(key);
    assertThat(source.lastGood()).isEmpty();
  }

  @Test
  void aFullDiskIsReportedAndStopsNothing() throws IOException {
    Files.createDirectory(data.resolve("last-good-policies.json")); // no file can be put there
    var key = new ObjectKey("ConfigMap", OWN, "edge");

    source.keepLastGood(key, Map.of("f", "text"));
    source.dropLastGood(key);

    assertThat(sink.problems())
        .hasSize(2)
        .allMatch(p -> p.startsWith(key.toString()) && p.contains("last-good-policies.json"));
  }

  @Test
  void knowsNoYoungerNamespaces() {
    assertThat(source.findNamespace("x").toCompletableFuture().join()).isEmpty();
  }
}

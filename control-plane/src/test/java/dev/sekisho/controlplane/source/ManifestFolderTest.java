package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ManifestFolder.Problem;
import dev.sekisho.policies.objects.ObjectKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {

  private static final String OWN = "sekisho-system";

  @TempDir private Path temp;
  private Folder folder;
  private ManifestFolder manifests;
  private final Map<ObjectKey, JsonNode> objects = new HashMap<>();
  private final List<ObjectChange> changes = new ArrayList<>();

  /** What there is after a scan, in the order of age. */
  private record Scan(
      Map<ObjectKey, JsonNode> objects, List<Problem> problems, boolean unfinished) {}

  @BeforeEach
  void folder() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("m")));
    manifests = new ManifestFolder(folder.path(), OWN);
  }

  @Test
  void ageIsPathAndDocumentOrder() {
    folder.write("b.yaml", Folder.object("Service", "x", "third"));
    folder.write(
        "a.yaml",
        Folder.object("Service", "x", "first") + "---\n" + Folder.object("Ingress", "x", "second"));
    folder.write("c/a.yml", Folder.object("Service", "x", "fourth"));
    folder.write(
        "d.json",
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "fifth"}},
          {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "sixth"}}]}
        """);

    var objects = scan().objects();

    assertThat(objects.keySet())
        .extracting(ObjectKey::name)
        .containsExactly("first", "second", "third", "fourth", "fifth", "sixth");
    assertThat(objects.values().stream().map(o -> meta(o, "creationTimestamp")).map(Instant::parse))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aFileThatBecomesEmptyIsBelievedAtTheSecondLook() {
    var key = new ObjectKey("Service", "x", "a");
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    assertThat(scan().unfinished()).isFalse();
    folder.write("a.yaml", "");

    var first = scan();
    assertThat(first.objects()).containsOnlyKeys(key);
    assertThat(first.unfinished()).isTrue();

    var second = scan();
    assertThat(second.objects()).isEmpty();
    assertThat(second.unfinished()).isFalse();
  }

  @Test
  void aFileThatIsWrittenAfterItWasEmptiedNeverLosesItsObjects() {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    scan();
    folder.write("a.yaml", "");
    scan();
    folder.write("a.yaml", Folder.object("Service", "x", "b"));

    var scan = scan();

    assertThat(scan.objects()).containsOnlyKeys(new ObjectKey("Service", "x", "b"));
    assertThat(scan.unfinished()).isFalse();
  }

  @Test
  void theUidFollowsFromKindNamespaceAndName() {
    folder.write("b.yaml", Folder.object("Service", "x", "a"));
    var before = meta(of(scan().objects(), new ObjectKey("Service", "x", "a")), "uid");
    folder.write("a.yaml", Folder.object("Service", "y", "a"));
    folder.write(
        "b.yaml",
        Folder.object("Ingress", "x", "a")
            + "---\n"
            + Folder.object("Service", "x", "a").replace("{name", "{uid: mine, name"));

    var objects = scan().objects();

    assertThat(meta(of(objects, new ObjectKey("Service", "x", "a")), "uid")).isEqualTo(before);
    assertThat(objects.values().stream().map(o -> meta(o, "uid")))
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutNamespaceItIsDefault() {
    folder.write("a.yaml", "{apiVersion: v1, kind: Service, metadata: {name: a}}");
    folder.write("b.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: b}}");
    folder.write(
        "c.yaml",
        "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: c, namespace: x}}");

    var objects = scan().objects();

    assertThat(objects)
        .containsOnlyKeys(
            new ObjectKey("Service", "default", "a"),
            new ObjectKey("Namespace", "", "b"),
            new ObjectKey("IngressClass", "", "c"));
    assertThat(meta(of(objects, new ObjectKey("Service", "default", "a")), "namespace"))
        .isEqualTo("default");
  }

  @Test
  void theFirstOfTwoCountsAndTheOtherIsReported() {
    var first =
        folder.write("a.yaml", Folder.object("Service", "x", "s") + "spec: {first: true}\n");
    var second = folder.write("b.yaml", "\n" + Folder.object("Service", "x", "s"));

    var scan = scan();

    assertThat(of(scan.objects(), new ObjectKey("Service", "x", "s")).has("spec")).isTrue();
    assertThat(scan.problems())
        .containsExactly(
            new Problem(second + ":2", "Service/x/s is there twice; the first one counts"));
    assertThat(first).exists();
  }

  @Test
  void anObjectWithoutNameIsReported() {
    var file = folder.write("a.yaml", "{apiVersion: v1, kind: Service, metadata: {name: 5}}");

    assertThat(scan().problems())
        .containsExactly(new Problem(file + ":1", "Service without metadata.name, left out"));
    assertThat(scan().objects()).isEmpty();
  }

  @Test
  void aFileThatBreaksKeepsWhatItSaid() {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    folder.write("b.yaml", Folder.object("Service", "x", "b"));
    var good = scan();

    var broken = folder.write("a.yaml", "metadata: {name: [");
    var scan = scan();

    assertThat(scan.objects()).isEqualTo(good.objects());
    assertThat(scan.problems())
        .singleElement()
        .extracting(Problem::where)
        .asString()
        .startsWith(broken.toString());
  }

  @Test
  void aFileThatWasNeverRightGivesWhatCanBeRead() {
    folder.write("a.yaml", Folder.object("Service", "x", "a") + "---\nmetadata: {name: [\n");

    var scan = scan();

    assertThat(scan.objects()).containsOnlyKeys(new ObjectKey("Service", "x", "a"));
    assertThat(scan.problems()).hasSize(1);
  }

  @Test
  void aFileThatGrowsBeyondMeasureKeepsWhatItSaid() throws IOException {
    folder.write("a.yaml", Folder.object("Service", "x", "a") + "---\n" + Folder.POLICY);
    var good = scan();
    try (var file = new RandomAccessFile(folder.path().resolve("a.yaml").toFile(), "rw")) {
      file.setLength((16L << 20) + 1);
    }

    var scan = scan();

    assertThat(scan.objects()).isEqualTo(good.objects()).hasSize(2);
    assertThat(scan.problems()).singleElement().asString().contains("larger than 16 MiB");
  }

  @Test
  void aFileThatIsGoneSaysNothing() {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    scan();
    folder.write("a.yaml", "metadata: {name: [");
    scan();
    folder.delete("a.yaml");

    assertThat(scan()).isEqualTo(new Scan(Map.of(), List.of(), false));
  }

  @Test
  void barePoliciesAreAConfigMapNamedByTheirFile() {
    var text = Folder.object("Service", "x", "a") + "---\n" + Folder.POLICY;
    var file = folder.write("policies/edge.yaml", text);

    var objects = scan().objects();

    var key = new ObjectKey("ConfigMap", OWN, "policies/edge.yaml");
    assertThat(objects).containsOnlyKeys(key, new ObjectKey("Service", "x", "a"));
    assertThat(of(objects, key).path("data").path(file.toString()).asText()).isEqualTo(text);
    assertThat(of(objects, key).path("metadata").path("labels").path("sekisho.dev/policy").asText())
        .isEqualTo("true");
  }

  @Test
  void aPolicyFileThatBreaksStaysAPolicyConfigMap() {
    folder.write("edge.yaml", Folder.POLICY);
    scan();

    folder.write(
        "edge.yaml", Folder.POLICY.replace("metadata: {name: edge}", "metadata: {name: ["));

    assertThat(scan().objects()).containsOnlyKeys(new ObjectKey("ConfigMap", OWN, "edge.yaml"));
  }

  @Test
  void brokenDocumentsBesideAPolicyAreReported() {
    var file = folder.write("a.yaml", Folder.POLICY + "---\nkind: Ingress\nmetadata: {name: [\n");

    assertThat(scan().problems())
        .singleElement()
        .extracting(Problem::where)
        .asString()
        .startsWith(file.toString());
  }

  @Test
  void otherAndHiddenFilesAreLeftAlone() {
    for (String name : List.of("a.txt", "README.md", ".hidden.yaml", ".git/x.yaml", "a.yaml~")) {
      folder.write(name, Folder.object("Service", "x", "a"));
    }

    assertThat(scan().objects()).isEmpty();
  }

  @Test
  void theFolderMayBeASymbolicLink() throws IOException {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    var link = Files.createSymbolicLink(temp.resolve("link"), folder.path());

    assertThat(scan(new ManifestFolder(link, OWN)).objects()).hasSize(1);
  }

  @Test
  void filesMayBeSymbolicLinksAsInAMountedConfigMap() throws IOException {
    folder.write("..2026/edge.yaml", Folder.POLICY);
    Files.createSymbolicLink(folder.path().resolve("..data"), Path.of("..2026"));
    Files.createSymbolicLink(folder.path().resolve("edge.yaml"), Path.of("..data/edge.yaml"));

    assertThat(scan().objects()).containsOnlyKeys(new ObjectKey("ConfigMap", OWN, "edge.yaml"));
  }

  @Test
  void aFolderThatIsGoneKeepsWhatItSaid() throws IOException {
    folder.write("a.yaml", Folder.object("Service", "x", "a"));
    var good = scan();
    Files.move(folder.path(), temp.resolve("moved"));

    var scan = scan();

    assertThat(scan.problems()).first().asString().contains("can't be listed");
    assertThat(scan.objects()).hasSizeLessThanOrEqualTo(good.objects().size());
  }

  private Scan scan() {
    return scan(manifests);
  }

  private Scan scan(ManifestFolder folder) {
    changes.clear();
    var scan = folder.scan(changes::add);
    for (ObjectChange change : changes) {
      switch (change) {
        case ObjectChange.Upserted(var key, var object) -> objects.put(key, object);
        case ObjectChange.Deleted(var key) -> objects.remove(key);
      }
    }
    var byAge = new LinkedHashMap<ObjectKey, JsonNode>();
    objects.entrySet().stream()
        .sorted(Comparator.comparing(e -> created(e.getValue())))
        .forEach(e -> byAge.put(e.getKey(), e.getValue()));
    return new Scan(byAge, scan.problems(), scan.unfinished());
  }

  private static Instant created(JsonNode object) {
    return Instant.parse(meta(object, "creationTimestamp"));
  }

  private static String meta(JsonNode object, String field) {
    return object.path("metadata").path(field).asText();
  }

  private static JsonNode of(Map<ObjectKey, JsonNode> objects, ObjectKey key) {
    return Objects.requireNonNull(objects.get(key));
  }
}

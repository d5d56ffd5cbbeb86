package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a second look at a folder costs, and that it misses nothing. */
class ManifestFolderChangesTest {

  private static final String OWN = "sekisho-system";

  /** So late that all stamps are trusted. */
  private static final InstantSource LATER =
      InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir private Path temp;
  private Folder folder;
  private final AtomicInteger parsed = new AtomicInteger();
  private final List<ObjectChange> changes = new ArrayList<>();

  @BeforeEach
  void folder() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("m")));
  }

  @Test
  void onlyFilesThatChangedAreParsed() {
    var manifests = manifests(LATER);
    for (String name : List.of("a", "b", "c")) {
      folder.write(name + ".yaml", service(name));
    }
    scan(manifests);
    assertThat(parsed).hasValue(3);

    scan(manifests);
    assertThat(parsed).hasValue(3);
    assertThat(changes).isEmpty();

    folder.write("b.yaml", service("b") + "spec: {}\n");
    scan(manifests);
    assertThat(parsed).hasValue(4);
    assertThat(changes).extracting(ObjectChange::key).containsExactly(key("b"));
  }

  @Test
  void aFileThatIsWrittenAnewWithTheSameTextIsNotParsed() {
    var manifests = manifests(LATER);
    folder.write("a.yaml", service("a"));
    scan(manifests);

    folder.write("a.yaml", service("a"));
    scan(manifests);

    assertThat(parsed).hasValue(1);
  }

  @Test
  void inAFileThatChangedOnlyTheObjectsThatChangedAreReported() {
    var manifests = manifests(LATER);
    folder.write("a.yaml", service("a") + "---\n" + service("b"));
    scan(manifests);

    folder.write("a.yaml", service("a") + "---\n" + service("b") + "spec: {}\n");
    scan(manifests);

    assertThat(changes).extracting(ObjectChange::key).containsExactly(key("b"));
  }

  @Test
  void anEditWithinOneTickOfTheFileSystemIsSeen() throws IOException {
    var manifests = manifests(InstantSource.system());
    var file = folder.write("a.yaml", service("a"));
    var time = Files.getLastModifiedTime(file);
    scan(manifests);

    Files.writeString(file, service("b"));
    Files.setLastModifiedTime(file, time);
    scan(manifests);

    assertThat(changes).extracting(ObjectChange::key).containsExactly(key("b"), key("a"));
  }

  @Test
  void anEditWhoseTimeIsSetBackIsSeen() throws IOException {
    var manifests = manifests(LATER);
    var file = folder.write("a.yaml", service("a"));
    var time = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(file, time);
    var before = FileStamp.of(file);
    scan(manifests);

    do {
      Files.writeString(file, service("b"));
      Files.setLastModifiedTime(file, time);
    } while (FileStamp.of(file).equals(before)); // until the file system's clock has ticked
    scan(manifests);

    assertThat(changes).extracting(ObjectChange::key).containsExactly(key("b"), key("a"));
  }

  @Test
  void agesStayWhileOtherFilesComeAndGo() {
    var manifests = manifests(LATER);
    var known = new HashMap<ObjectKey, JsonNode>();
    folder.write("b.yaml", service("b"));
    folder.write("d.yaml", service("d"));
    scan(manifests, known);

    for (String name : List.of("a", "c", "e")) {
      folder.write(name + ".yaml", service(name));
      scan(manifests, known);
      assertThat(changes).extracting(ObjectChange::key).containsExactly(key(name));
    }
    folder.delete("a.yaml");
    scan(manifests, known);

    assertThat(changes).extracting(ObjectChange::key).containsExactly(key("a"));
    assertThat(byAge(known)).containsExactly(key("b"), key("c"), key("d"), key("e"));
  }

  @Test
  void howeverManyComeInBetweenTheOrderIsThatOfPaths() {
    var manifests = manifests(LATER);
    var known = new HashMap<ObjectKey, JsonNode>();
    var expected = new ArrayList<ObjectKey>();
    for (int i = 99; i >= 0; i--) { // each before all others
      folder.write("f%02d.yaml".formatted(i), service("s" + i));
      expected.addFirst(key("s" + i));
      scan(manifests, known);
      assertThat(byAge(known)).isEqualTo(expected);
    }
  }

  @Test
  void theSecondOfTwoCountsOnceTheFirstIsGone() {
    var manifests = manifests(LATER);
    var known = new HashMap<ObjectKey, JsonNode>();
    folder.write("a.yaml", service("s") + "spec: {of: a}\n");
    folder.write("b.yaml", service("s") + "spec: {of: b}\n");
    folder.write("c.yaml", service("s") + "spec: {of: c}\n");
    scan(manifests, known);

    folder.delete("a.yaml");
    var scan = scan(manifests, known);

    assertThat(Objects.requireNonNull(known.get(key("s"))).at("/spec/of").asText()).isEqualTo("b");
    assertThat(scan.problems()).hasSize(1);
    folder.write("b.yaml", service("t"));
    assertThat(scan(manifests, known).problems()).isEmpty();
    assertThat(Objects.requireNonNull(known.get(key("s"))).at("/spec/of").asText()).isEqualTo("c");
  }

  @Test
  void aFileThatCannotBeReadIsPassedOver() {
    var manifests = manifests(LATER);
    var known = new HashMap<ObjectKey, JsonNode>();
    for (String name : List.of("a", "b", "c")) {
      folder.write(name + ".yaml", service("s") + "spec: {of: %s}\n".formatted(name));
    }
    scan(manifests, known);
    folder.write("b.yaml", "metadata: {name: [");
    scan(manifests, known);

    folder.delete("a.yaml");
    scan(manifests, known);
    assertThat(Objects.requireNonNull(known.get(key("s"))).at("/spec/of").asText()).isEqualTo("c");

    folder.write("b.yaml", service("s") + "spec: {of: b}\n");
    scan(manifests, known);
    assertThat(Objects.requireNonNull(known.get(key("s"))).at("/spec/of").asText()).isEqualTo("b");
  }

  @Test
  void whatMovesToAnotherFileIsNeverGone() {
    var manifests = manifests(LATER);
    folder.write("b.yaml", service("s"));
    scan(manifests);

    folder.delete("b.yaml");
    folder.write("a.yaml", service("s"));
    scan(manifests);
    assertThat(changes).singleElement().isInstanceOf(ObjectChange.Upserted.class);

    folder.delete("a.yaml");
    folder.write("c.yaml", service("s"));
    scan(manifests);
    assertThat(changes).singleElement().isInstanceOf(ObjectChange.Upserted.class);
  }

  @Test
  void objectsAreReadAgainAsTheyWereReported() {
    var manifests = manifests(LATER);
    var known = new HashMap<ObjectKey, JsonNode>();
    folder.write("a.yaml", service("a") + "---\n" + service("b"));
    folder.write("b.yaml", service("b") + "spec: {of: b}\n");
    scan(manifests, known);

    assertThat(manifests.read(Set.of(key("b"), key("none"))::contains))
        .isEqualTo(Map.of(key("b"), known.get(key("b"))));
  }

  @Test
  void whatCouldNotBeReadAgainIsReportedOnceItCan() {
    var manifests = manifests(LATER);
    folder.write("a.yaml", service("a"));
    scan(manifests);
    folder.write("a.yaml", "metadata: {name: [");
    scan(manifests);
    assertThat(manifests.read(key("a")::equals)).isEmpty();

    folder.write("a.yaml", service("a"));
    scan(manifests);

    assertThat(changes).extracting(ObjectChange::key).containsExactly(key("a"));
  }

  @Test
  void whateverComesAndGoesAFreshLookFindsTheSame() {
    var random = new Random(7);
    var manifests = manifests(InstantSource.system());
    var known = new HashMap<ObjectKey, JsonNode>();
    for (int step = 0; step < 300; step++) {
      for (int edits = random.nextInt(3); edits >= 0; edits--) {
        edit(random);
      }
      var scan = scan(manifests, known);
      var fresh = new HashMap<ObjectKey, JsonNode>();
      var freshScan = scan(manifests(InstantSource.system()), fresh);

      assertThat(byAge(known)).as("step %d", step).isEqualTo(byAge(fresh));
      assertThat(timeless(known)).as("step %d", step).isEqualTo(timeless(fresh));
      assertThat(scan.problems()).containsExactlyInAnyOrderElementsOf(freshScan.problems());
    }
  }

  private void edit(Random random) {
    var name = (char) ('a' + random.nextInt(6)) + ".yaml";
    if (Files.exists(folder.path().resolve(name)) && random.nextInt(3) == 0) {
      folder.delete(name);
      return;
    }
    var text = new StringBuilder(random.nextInt(4) == 0 ? Folder.POLICY : service("of-" + name));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append("---\n").append(service("s" + random.nextInt(6)));
      text.append("spec: {n: %d}\n".formatted(random.nextInt(3)));
    }
    folder.write(name, text.toString());
  }

  private static Map<ObjectKey, JsonNode> timeless(Map<ObjectKey, JsonNode> objects) {
    var timeless = new HashMap<ObjectKey, JsonNode>();
    objects.forEach(
        (key, object) -> {
          ObjectNode copy = object.deepCopy();
          ((ObjectNode) copy.path("metadata")).remove("creationTimestamp");
          timeless.put(key, copy);
        });
    return timeless;
  }

  private ManifestFolder manifests(InstantSource clock) {
    return new ManifestFolder(
        folder.path(),
        OWN,
        clock,
        text -> {
          parsed.incrementAndGet();
          return ManifestReader.read(text);
        });
  }

  private ManifestFolder.Scan scan(ManifestFolder manifests) {
    return scan(manifests, new HashMap<>());
  }

  private ManifestFolder.Scan scan(ManifestFolder manifests, Map<ObjectKey, JsonNode> known) {
    changes.clear();
    var scan = manifests.scan(changes::add);
    for (ObjectChange change : changes) {
      switch (change) {
        case ObjectChange.Upserted(var key, var object) -> known.put(key, object);
        case ObjectChange.Deleted(var key) -> known.remove(key);
      }
    }
    return scan;
  }

  private static List<ObjectKey> byAge(Map<ObjectKey, JsonNode> objects) {
    return objects.entrySet().stream()
        .sorted(
            Comparator.comparing(
                e -> Instant.parse(e.getValue().at("/metadata/creationTimestamp").asText())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static ObjectKey key(String service) {
    return new ObjectKey("Service", "x", service);
  }

  private static String service(String name) {
    return Folder.object("Service", "x", name);
  }
}

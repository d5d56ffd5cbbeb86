package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.yaml.Manifest;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The objects that a folder of manifests describes. Age is path and document order; the uid follows
 * from kind, namespace and name. Files with bare policy documents count as policy ConfigMaps in
 * Sekisho's namespace. For one thread.
 */
final class ManifestFolder {

  /**
   * @param objects in the order of age
   * @param unfinished whether a file has just become empty, and still counts with what it said:
   *     look again soon
   */
  record Scan(Map<ObjectKey, JsonNode> objects, List<Problem> problems, boolean unfinished) {}

  /**
   * @param where file, with line and column where there are any
   */
  record Problem(String where, String what) {}

  /** What is kept of a document: its nodes with their positions aren't. */
  private record FileObject(ObjectNode object, int line) {}

  /** A folder of manifests is made by hand; larger files are something else. */
  private static final long MAX_FILE = 16L << 20;

  private final Path folder;
  private final String ownNamespace;
  private final Map<Path, List<FileObject>> lastReadable = new HashMap<>();
  private final Map<Path, String> lastText = new HashMap<>();

  /** Files that were seen to have become empty once: programs often save by emptying first. */
  private final Set<Path> emptied = new HashSet<>();

  ManifestFolder(Path folder, String ownNamespace) {
    this.folder = folder;
    this.ownNamespace = ownNamespace;
  }

  Scan scan() {
    var objects = new LinkedHashMap<ObjectKey, JsonNode>();
    var problems = new ArrayList<Problem>();
    var files = files(problems);
    lastReadable.keySet().retainAll(files);
    lastText.keySet().retainAll(files);
    emptied.retainAll(files);
    for (Path file : files) {
      read(file, objects, problems);
    }
    return new Scan(objects, problems, !emptied.isEmpty());
  }

  private List<Path> files(List<Problem> problems) {
    try {
      return ManifestFiles.below(folder);
    } catch (IOException | UncheckedIOException e) {
      problems.add(new Problem(folder.toString(), "can't be listed: " + e.getMessage()));
      return lastText.keySet().stream().sorted().toList();
    }
  }

  /** The folder and all that is below it, but nothing hidden. */
  List<Path> tree() throws IOException {
    return ManifestFiles.tree(folder);
  }

  private void read(Path file, Map<ObjectKey, JsonNode> objects, List<Problem> problems) {
    var text = textOf(file, problems);
    text.ifPresent(content -> read(file, content, objects, problems));
  }

  /** What the file says; where it can't be read, what it said before. */
  private Optional<String> textOf(Path file, List<Problem> problems) {
    try {
      if (Files.size(file) > MAX_FILE) {
        problems.add(new Problem(file.toString(), "larger than 16 MiB, not read"));
      } else {
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        boolean becameEmpty = text.isEmpty() && !lastText.getOrDefault(file, "").isEmpty();
        if (becameEmpty && emptied.add(file)) {
          return Optional.ofNullable(lastText.get(file)); // perhaps only about to be written
        }
        emptied.remove(file);
        lastText.put(file, text);
      }
    } catch (NoSuchFileException e) {
      lastText.remove(file); // since it was listed
    } catch (IOException e) {
      problems.add(new Problem(file.toString(), "can't be read: " + e.getMessage()));
    }
    return Optional.ofNullable(lastText.get(file));
  }

  private void read(
      Path file, String text, Map<ObjectKey, JsonNode> objects, List<Problem> problems) {
    var manifest = ManifestReader.read(text);
    if (manifest.holdsPolicies()) {
      String name = folder.relativize(file).toString();
      var configMap = PolicyFiles.configMap(ownNamespace, name, file.toString(), text);
      add(configMap, file.toString(), objects, problems);
    }
    for (var problem : manifest.problems()) {
      problems.add(new Problem(file.toString(), problem.toString()));
    }
    if (manifest.problems().isEmpty() || !lastReadable.containsKey(file)) {
      lastReadable.put(file, objectsOf(manifest));
    }
    for (FileObject each : lastReadable.getOrDefault(file, List.of())) {
      add(each.object().deepCopy(), file + ":" + each.line(), objects, problems);
    }
  }

  private static List<FileObject> objectsOf(Manifest manifest) {
    return manifest.documents().stream()
        .filter(document -> !document.isPolicy())
        .map(document -> new FileObject(document.object(), document.line()))
        .toList();
  }

  private static void add(
      ObjectNode object, String where, Map<ObjectKey, JsonNode> into, List<Problem> problems) {
    var kind =
        GroupVersionKind.of(object.path("apiVersion").asText(), object.path("kind").asText());
    var meta = object.path("metadata");
    if (!meta.isObject() || !meta.path("name").isTextual()) {
      problems.add(new Problem(where, kind.kind() + " without metadata.name, left out"));
      return;
    }
    var metadata = (ObjectNode) meta;
    String namespace = metadata.path("namespace").asText("");
    if (KnownResources.isClusterScoped(kind)) {
      namespace = "";
    } else if (namespace.isEmpty()) {
      namespace = "default";
      metadata.put("namespace", namespace);
    }
    var key = new ObjectKey(kind.nameInKey(), namespace, metadata.path("name").asText());
    if (into.containsKey(key)) {
      problems.add(new Problem(where, key + " is there twice; the first one counts"));
      return;
    }
    metadata.put(
        "uid", UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)).toString());
    metadata.put("creationTimestamp", Instant.EPOCH.plusSeconds(into.size()).toString());
    into.put(key, object);
  }
}

package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ManifestFile.Entry;
import dev.sekisho.controlplane.source.ManifestTexts.Placed;
import dev.sekisho.controlplane.source.ObjectOwners.Claim;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.SharedValues;
import dev.sekisho.policies.parse.yaml.Manifest;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The objects that a folder of manifests describes. Age is path and document order; the uid follows
 * from kind, namespace and name. Files with bare policy documents count as policy ConfigMaps in
 * Sekisho's namespace. Neither texts nor objects are kept: a file is read again once it has changed
 * or one of its objects is asked for. For one thread.
 */
final class ManifestFolder {

  /**
   * @param unfinished whether a file has just become empty, and still counts with what it said:
   *     look again soon
   */
  record Scan(List<Problem> problems, boolean unfinished) {}

  /**
   * @param where file, with line and column where there are any
   */
  record Problem(String where, String what) {}

  /** A folder of manifests is made by hand; larger files are something else. */
  private static final long MAX_FILE = 16L << 20;

  private final Path folder;
  private final ManifestTexts texts;
  private final InstantSource clock;
  private final TreeMap<Path, ManifestFile> files = new TreeMap<>();
  private final FileAges ages = new FileAges();
  private final ObjectOwners owners = new ObjectOwners();
  private final SharedValues values = new SharedValues();

  /** Objects that were asked for, but couldn't be read at that time. */
  private final Set<ObjectKey> owed = new HashSet<>();

  ManifestFolder(Path folder, String ownNamespace) {
    this(folder, ownNamespace, InstantSource.system(), ManifestReader::read);
  }

  ManifestFolder(
      Path folder, String ownNamespace, InstantSource clock, Function<String, Manifest> parser) {
    this.folder = folder;
    this.texts = new ManifestTexts(folder, ownNamespace, parser);
    this.clock = clock;
  }

  /** The folder and all that is below it, but nothing hidden. */
  List<Path> tree() throws IOException {
    return ManifestFiles.tree(folder);
  }

  /** Reports what has changed since the last scan: what is there in the order of age, then gone. */
  Scan scan(Consumer<ObjectChange> report) {
    var problems = new ArrayList<Problem>();
    var paths = paths(problems);
    var listed = new HashSet<>(paths);
    List.copyOf(files.keySet()).stream().filter(p -> !listed.contains(p)).forEach(this::forget);
    if (ages.files(paths)) {
      files.values().forEach(ManifestFile::forgetText);
    }
    paths.forEach(path -> look(path, problems, report));
    for (var lost = owners.lost(); !lost.isEmpty(); lost = owners.lost()) {
      lost.stream().sorted().forEach(key -> replace(key, report));
    }
    files.values().forEach(file -> problems.addAll(file.problems()));
    problems.addAll(duplicates());
    return new Scan(problems, files.values().stream().anyMatch(ManifestFile::isUnfinished));
  }

  private List<Path> paths(List<Problem> problems) {
    try {
      return ManifestFiles.below(folder);
    } catch (IOException | UncheckedIOException e) {
      problems.add(new Problem(folder.toString(), "can't be listed: " + e.getMessage()));
      return List.copyOf(files.keySet());
    }
  }

  private void forget(Path path) {
    var file = files.remove(path);
    if (file != null) {
      file.entries().forEach(entry -> owners.release(entry.key(), path));
    }
  }

  /** Takes what the file says; where it can't be read, what it said before stays. */
  private void look(Path path, List<Problem> problems, Consumer<ObjectChange> report) {
    var file = files.getOrDefault(path, new ManifestFile(path));
    try {
      var taken = clock.instant();
      var stamp = FileStamp.of(path); // before the text: a write in between makes it another
      if (file.has(stamp)) {
        return;
      }
      if (stamp.size() > MAX_FILE) {
        problems.add(new Problem(path.toString(), "larger than 16 MiB, not read"));
        return;
      }
      var bytes = Files.readAllBytes(path);
      if (bytes.length == 0 && file.justEmptied()) {
        return; // perhaps only about to be written
      }
      var hash = ContentHash.of(bytes);
      if (!file.says(hash)) {
        take(file, new String(bytes, StandardCharsets.UTF_8), report);
      }
      file.read(Optional.of(stamp).filter(s -> s.isSettled(taken)), hash, bytes.length == 0);
      files.put(path, file);
    } catch (NoSuchFileException e) {
      forget(path); // since it was listed
    } catch (IOException e) {
      problems.add(new Problem(path.toString(), "can't be read: " + e.getMessage()));
    }
  }

  private void take(ManifestFile file, String text, Consumer<ObjectChange> report) {
    var manifest = texts.parse(text);
    var before = file.entriesByKey();
    var entries = new LinkedHashMap<ObjectKey, Entry>();
    var problems = new ArrayList<Problem>();
    manifest
        .problems()
        .forEach(p -> problems.add(new Problem(file.path().toString(), p.toString())));
    boolean readable = manifest.problems().isEmpty() || !file.isKnown();
    var placed = new ArrayList<>(texts.whole(file.path(), text, manifest));
    placed.addAll(readable ? ManifestTexts.single(manifest) : List.of());
    for (Placed each : placed) {
      var place = file.place(each.line());
      var object = ManifestObject.of(each.tree(), created(file.path(), each), values);
      if (object.isEmpty()) {
        var kind = each.tree().path("kind").asText();
        problems.add(new Problem(place, kind + " without metadata.name, left out"));
      } else if (entries.containsKey(object.get().key())) {
        problems.add(new Problem(place, twice(object.get().key())));
      } else {
        var entry = new Entry(object.get().key(), each.line(), object.get().content());
        entries.put(entry.key(), entry);
        offer(file, entry, Optional.ofNullable(before.get(entry.key())), object.get(), report);
      }
    }
    if (!readable) {
      before.values().stream()
          .filter(entry -> entry.line() > 0)
          .forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    }
    before.keySet().stream()
        .filter(key -> !entries.containsKey(key))
        .forEach(key -> owners.release(key, file.path()));
    file.holds(entries.values(), problems);
  }

  private void offer(
      ManifestFile file,
      Entry entry,
      Optional<Entry> before,
      ManifestObject object,
      Consumer<ObjectChange> report) {
    var claim = owners.claim(entry.key(), file.path());
    boolean changed = before.map(e -> e.content() != entry.content()).orElse(true);
    boolean news =
        claim == Claim.TAKEN || (claim == Claim.KEPT && (changed || owed.contains(entry.key())));
    if (news) {
      owed.remove(entry.key());
      report.accept(new ObjectChange.Upserted(object.key(), object.tree()));
    }
  }

  /** An object lost its file: perhaps another one has it too. */
  private void replace(ObjectKey key, Consumer<ObjectChange> report) {
    for (Path path : owners.later(key)) {
      var file = files.get(path);
      if (file != null && owners.isLost(key)) {
        file.forgetText();
        look(path, new ArrayList<>(), report);
        if (owners.isLost(key)) {
          owners.passOver(key, path);
        }
      }
    }
    if (owners.isLost(key)) {
      owners.forget(key);
      owed.remove(key);
      report.accept(new ObjectChange.Deleted(key));
    }
  }

  private List<Problem> duplicates() {
    var problems = new ArrayList<Problem>();
    owners
        .later()
        .forEach(
            (key, paths) ->
                paths.stream()
                    .flatMap(path -> Optional.ofNullable(files.get(path)).stream())
                    .forEach(
                        file ->
                            file.entries().stream()
                                .filter(entry -> entry.key().equals(key))
                                .map(entry -> new Problem(file.place(entry.line()), twice(key)))
                                .forEach(problems::add)));
    return problems;
  }

  private static String twice(ObjectKey key) {
    return key + " is there twice; the first one counts";
  }

  /** Reads objects again. What can't be read now is missing, and reported by the scan that can. */
  Map<ObjectKey, JsonNode> read(Predicate<ObjectKey> wanted) {
    var byFile = new TreeMap<Path, Set<ObjectKey>>();
    owners.forEach(
        (key, path) -> {
          if (wanted.test(key)) {
            byFile.computeIfAbsent(path, p -> new HashSet<>()).add(key);
          }
        });
    var found = new LinkedHashMap<ObjectKey, JsonNode>();
    byFile.forEach(
        (path, keys) -> {
          read(path)
              .forEach(
                  object -> {
                    if (keys.remove(object.key())) {
                      found.put(object.key(), object.tree());
                    }
                  });
          owed.addAll(keys);
        });
    return found;
  }

  private List<ManifestObject> read(Path path) {
    try {
      if (Files.size(path) > MAX_FILE) {
        return List.of();
      }
      var manifest = texts.parse(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
      return manifest.problems().isEmpty()
          ? ManifestTexts.single(manifest).stream()
              .flatMap(each -> ManifestObject.of(each.tree(), created(path, each), values).stream())
              .toList()
          : List.of();
    } catch (IOException e) {
      return List.of(); // the next scan says so
    }
  }

  private Instant created(Path path, Placed object) {
    return ages.created(path, object.index());
  }
}

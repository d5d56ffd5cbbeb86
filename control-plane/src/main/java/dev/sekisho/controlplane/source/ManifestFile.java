package dev.sekisho.controlplane.source;

import dev.sekisho.controlplane.source.ManifestFolder.Problem;
import dev.sekisho.policies.objects.ObjectKey;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is remembered of a file: which objects stood in it when it was read last, but neither these
 * nor its text. For one thread.
 */
final class ManifestFile {

  /**
   * @param line where it begins; 0 for the file as a whole, as a policy ConfigMap
   * @param content stands for what it says
   */
  record Entry(ObjectKey key, int line, long content) {}

  private final Path path;
  private Optional<FileStamp> stamp = Optional.empty();
  private Optional<ContentHash> text = Optional.empty();
  private List<Entry> entries = List.of();
  private List<Problem> problems = List.of();
  private boolean known;
  private boolean empty = true;
  private boolean emptied;

  ManifestFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Whether the file has been taken in before. */
  boolean isKnown() {
    return known;
  }

  boolean has(FileStamp current) {
    return stamp.equals(Optional.of(current));
  }

  boolean says(ContentHash current) {
    return text.equals(Optional.of(current));
  }

  /**
   * Whether the file, which is empty now, had text at the last look: programs often save by
   * emptying first.
   */
  boolean justEmptied() {
    emptied = !empty && !emptied;
    return emptied;
  }

  boolean isUnfinished() {
    return emptied;
  }

  /**
   * @param settled the stamp, if it can be trusted
   */
  void read(Optional<FileStamp> settled, ContentHash content, boolean isEmpty) {
    stamp = settled;
    text = Optional.of(content);
    empty = isEmpty;
    emptied = false;
  }

  /** The file counts as changed at the next look. */
  void forgetText() {
    stamp = Optional.empty();
    text = Optional.empty();
  }

  void holds(Collection<Entry> current, List<Problem> found) {
    entries = List.copyOf(current);
    problems = List.copyOf(found);
    known = true;
  }

  List<Entry> entries() {
    return entries;
  }

  Map<ObjectKey, Entry> entriesByKey() {
    return entries.stream().collect(Collectors.toMap(Entry::key, Function.identity()));
  }

  List<Problem> problems() {
    return problems;
  }

  /** As messages show where the object stands. */
  String place(int line) {
    return line == 0 ? path.toString() : path + ":" + line;
  }
}

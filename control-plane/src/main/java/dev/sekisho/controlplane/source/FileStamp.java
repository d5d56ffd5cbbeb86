package dev.sekisho.controlplane.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What tells cheaply that a file wasn't written since.
 *
 * @param changed when the file system itself noted a change, which no program can set; where there
 *     is no such time, that of the modification
 * @param identity of the file under this name, where there is any
 */
record FileStamp(long size, FileTime modified, FileTime changed, Optional<Object> identity) {

  /** File systems count time in ticks of up to two seconds: two edits may lie within one. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** Follows symbolic links. */
  static FileStamp of(Path path) throws IOException {
    var basic = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileStamp(
        basic.size(),
        basic.lastModifiedTime(),
        changed(path).orElse(basic.lastModifiedTime()),
        Optional.ofNullable(basic.fileKey()));
  }

  private static Optional<FileTime> changed(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Map<String, Object> attributes = Files.readAttributes(path, "unix:ctime");
    return Optional.ofNullable((FileTime) attributes.get("ctime"));
  }

  /**
   * Whether a later change would give another stamp.
   *
   * @param taken when this stamp was taken, or before
   */
  boolean isSettled(Instant taken) {
    return changed.toInstant().isBefore(taken.minus(TICK));
  }
}

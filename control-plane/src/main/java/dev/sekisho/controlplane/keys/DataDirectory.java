package dev.sekisho.controlplane.keys;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The folder in which keys and last good policies are kept: folders 0700, files 0600. A file is
 * there whole or not at all: it is written beside its place, flushed, and renamed.
 */
public final class DataDirectory {

  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** Far more than any file that belongs here. */
  private static final long MAX_FILE = 4L << 20;

  private final Path root;

  private DataDirectory(Path root) {
    this.root = root;
  }

  /**
   * Opens the folder and makes it if need be.
   *
   * @throws StartupException if it can't be made, is no folder, or can be read by others
   */
  public static DataDirectory open(Path root) {
    var directory = new DataDirectory(root.toAbsolutePath().normalize());
    directory.makeFolder(directory.root);
    return directory;
  }

  public Path resolve(String name) {
    return root.resolve(name);
  }

  /**
   * Does {@code work} while nobody else, in this process or another, does work here.
   *
   * @throws StartupException if the folder can't be written
   */
  public <T> T exclusively(Supplier<T> work) {
    var lock = root.resolve(".lock");
    // A file lock keeps out other processes, not threads. The file is opened and closed inside:
    // closing it gives up the lock of the whole process, also one that another thread holds.
    synchronized (DataDirectory.class) {
      try (var channel =
          FileChannel.open(
              lock,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PRIVATE_FILE))) {
        var held = channel.lock();
        try {
          return work.get();
        } finally {
          held.release();
        }
      } catch (IOException e) {
        throw unusable(lock, "can't be written", e);
      }
    }
  }

  /**
   * The content of a file; empty if there is none.
   *
   * @throws StartupException if it can't be read, is too large, or can be read by others
   */
  public Optional<byte[]> read(String name) {
    var file = root.resolve(name);
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new StartupException(INPUT, file + ": larger than any file that Sekisho writes");
      }
      requirePrivate(file, "chmod 600");
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(file, "can't be read", e);
    }
  }

  /**
   * Writes a file and makes its folder if need be.
   *
   * @throws StartupException if that fails; the file is then as it was before
   */
  public Path write(String name, String content) {
    var file = root.resolve(name);
    var folder = file.getParent() == null ? root : file.getParent();
    makeFolder(folder);
    try {
      var temporary =
          Files.createTempFile(
              folder, ".new-", "", PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
      try {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file;
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw unusable(file, "can't be written", e);
    }
  }

  /**
   * Deletes a file, if it is there.
   *
   * @throws StartupException if that fails
   */
  public void delete(String name) {
    try {
      Files.deleteIfExists(root.resolve(name));
    } catch (IOException e) {
      throw unusable(root.resolve(name), "can't be deleted", e);
    }
  }

  private void makeFolder(Path folder) {
    try {
      if (!Files.exists(folder)) {
        if (!folder.equals(root) && folder.getParent() != null) {
          makeFolder(folder.getParent());
        }
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
      }
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
      requirePrivate(folder, "chmod 700");
    } catch (IOException e) {
      throw unusable(folder, "can't be made", e);
    }
  }

  private static void requirePrivate(Path path, String remedy) throws IOException {
    for (PosixFilePermission permission : Files.getPosixFilePermissions(path)) {
      if (!permission.name().startsWith("OWNER_")) {
        throw new StartupException(
            INPUT, path + ": others may read it, and it holds keys; " + remedy + " " + path);
      }
    }
  }

  private static StartupException unusable(Path path, String what, IOException cause) {
    var exception =
        new StartupException(
            INPUT,
            path
                + ": "
                + what
                + " ("
                + cause.getClass().getSimpleName()
                + "); name a folder that"
                + " can be written with --data-dir");
    exception.initCause(cause);
    return exception;
  }
}

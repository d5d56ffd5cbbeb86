package dev.sekisho.controlplane.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DataDirectoryTest {

  @TempDir private Path temp;

  @Test
  void makesFoldersForTheOwnerAlone() throws IOException {
    var root = temp.resolve("a/b");

    DataDirectory.open(root).write("ca/key.pem", "x");

    assertThat(mode(root)).isEqualTo("rwx------");
    assertThat(mode(root.resolve("ca"))).isEqualTo("rwx------");
    assertThat(mode(root.resolve("ca/key.pem"))).isEqualTo("rw-------");
  }

  @Test
  void everyFileIsForTheOwnerAlone() throws IOException {
    var directory = DataDirectory.open(temp.resolve("data"));
    directory.exclusively(() -> directory.write("a", "x"));

    try (var files = Files.walk(temp.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void readsWhatWasWritten() {
    var directory = DataDirectory.open(temp.resolve("data"));

    directory.write("a/b", "first");
    directory.write("a/b", "zweites Ü");

    assertThat(text(directory, "a/b")).isEqualTo("zweites Ü");
    assertThat(directory.read("a/c")).isEmpty();
    assertThat(directory.read("nowhere/c")).isEmpty();
    directory.delete("a/b");
    directory.delete("a/b");
    assertThat(directory.read("a/b")).isEmpty();
  }

  @Test
  void replacesAFileWholeAndLeavesNothingBeside() throws Exception {
    var directory = DataDirectory.open(temp.resolve("data"));
    var texts = List.of("a".repeat(200_000), "b".repeat(300_000));
    directory.write("file", texts.getFirst());
    var done = new CountDownLatch(1);
    try (var pool = Executors.newSingleThreadExecutor()) {
      var writer =
          pool.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  directory.write("file", texts.get(i % 2));
                }
                done.countDown();
              });
      while (done.getCount() > 0 && !writer.isDone()) {
        assertThat(text(directory, "file")).isIn(texts);
      }
      writer.get(10, TimeUnit.SECONDS);
    }
    assertThat(names(temp.resolve("data"))).containsExactly("file");
  }

  @Test
  void refusesAFolderThatOthersCanRead() throws IOException {
    var root = Files.createDirectory(temp.resolve("data"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));

    assertThatThrownBy(() -> DataDirectory.open(root))
        .isInstanceOfSatisfying(StartupException.class, DataDirectoryTest::isInput)
        .hasMessageContaining(root + ": others may read it")
        .hasMessageContaining("chmod 700 " + root);
  }

  @Test
  void refusesAFileThatOthersCanRead() throws IOException {
    var directory = DataDirectory.open(temp.resolve("data"));
    var file = directory.write("ca/key.pem", "secret text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));

    assertThatThrownBy(() -> directory.read("ca/key.pem"))
        .isInstanceOfSatisfying(StartupException.class, DataDirectoryTest::isInput)
        .hasMessageContaining("chmod 600 " + file)
        .hasMessageNotContaining("secret text");
  }

  @Test
  void refusesAFileWhereTheFolderBelongs() throws IOException {
    var file = Files.writeString(temp.resolve("data"), "mine");

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOfSatisfying(StartupException.class, DataDirectoryTest::isInput)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--data-dir")
        .hasMessageNotContaining("chmod");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--data-dir");
    assertThat(file).hasContent("mine");
  }

  @Test
  void leavesNothingHalfWrittenWhereAFolderCannotBeMade() throws IOException {
    var directory = DataDirectory.open(temp.resolve("data"));
    directory.write("ca", "in the way");

    assertThatThrownBy(() -> directory.write("ca/key.pem", "k"))
        .isInstanceOfSatisfying(StartupException.class, DataDirectoryTest::isInput)
        .hasMessageContaining(directory.resolve("ca").toString());
    assertThat(names(temp.resolve("data"))).containsExactly("ca");
    assertThat(text(directory, "ca")).isEqualTo("in the way");
  }

  @Test
  void leavesNothingHalfWrittenWhereAFileCannotBeReplaced() throws IOException {
    var directory = DataDirectory.open(temp.resolve("data"));
    directory.write("taken/by-a-folder", "x");

    assertThatThrownBy(() -> directory.write("taken", "k"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("can't be written");
    assertThat(names(temp.resolve("data"))).containsExactly("taken");
    assertThatThrownBy(() -> directory.delete("taken")).hasMessageContaining("can't be deleted");
  }

  @Test
  void refusesAHugeFile() throws IOException {
    var directory = DataDirectory.open(temp.resolve("data"));
    var file = directory.write("big", "x");
    Files.write(file, new byte[(4 << 20) + 1]);

    assertThatThrownBy(() -> directory.read("big")).hasMessageContaining("larger than");
  }

  @Test
  void oneThreadAtATime() throws Exception {
    var directory = DataDirectory.open(temp.resolve("data"));
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    try (var pool = Executors.newFixedThreadPool(8)) {
      var work =
          java.util.stream.IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      pool.submit(
                          () ->
                              DataDirectory.open(temp.resolve("data"))
                                  .exclusively(
                                      () -> {
                                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                        Thread.onSpinWait();
                                        return inside.decrementAndGet();
                                      })))
              .toList();
      for (var each : work) {
        each.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(most).hasValue(1);
    assertThat(directory.exclusively(() -> "free again")).isEqualTo("free again");
  }

  @Test
  void keepsOutOtherProcesses() throws Exception {
    var directory = DataDirectory.open(temp.resolve("data"));
    directory.exclusively(() -> "");
    var lock = directory.resolve(".lock");

    assertThat(directory.exclusively(() -> LockProbe.inAnotherProcess(lock))).isEqualTo("held");
    assertThat(LockProbe.inAnotherProcess(lock)).isEqualTo("free");
  }

  @Test
  void whatTheWorkThrowsComesThroughAndTheLockIsFree() {
    var directory = DataDirectory.open(temp.resolve("data"));

    assertThatThrownBy(
            () ->
                directory.exclusively(
                    () -> {
                      throw new IllegalStateException("mine");
                    }))
        .hasMessage("mine");
    assertThat(directory.exclusively(() -> 1)).isEqualTo(1);
  }

  private static void isInput(StartupException e) {
    assertThat(e.reason()).isEqualTo(StartupException.Reason.INPUT);
    assertThat(e.reason().exitCode()).isEqualTo(2);
  }

  private static String text(DataDirectory directory, String name) {
    return new String(directory.read(name).orElseThrow(), UTF_8);
  }

  static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}

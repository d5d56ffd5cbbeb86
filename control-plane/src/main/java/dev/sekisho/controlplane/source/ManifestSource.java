package dev.sekisho.controlplane.source;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.policies.objects.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Reads a folder of manifests, and again whenever something in it changes. A file that can't be
 * read any more keeps what it said before, and is reported.
 */
public final class ManifestSource implements ClusterSource {

  /** How long a file that became empty may stay so before it is believed. */
  private static final long SETTLE_MILLIS = 250;

  private final Path folder;
  private final ManifestFolder manifests;
  private final LastGoodFiles lastGood;
  private final Sink sink;
  private final WatchService watcher;
  private final Thread thread;

  private final Set<WatchKey> watched = new HashSet<>();

  /** Reads objects that are asked for: their files may be large. */
  private final ExecutorService reader =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("manifest-read").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy()); // once it is closed

  private final Object lock = new Object();
  private Set<String> problems = Set.of();
  private Set<ObjectKey> secrets = Set.of();

  private ManifestSource(
      Path folder,
      ManifestFolder manifests,
      LastGoodFiles lastGood,
      Sink sink,
      WatchService watcher) {
    this.folder = folder;
    this.manifests = manifests;
    this.lastGood = lastGood;
    this.sink = sink;
    this.watcher = watcher;
    this.thread = Thread.ofPlatform().name("manifest-watch").daemon().unstarted(this::watch);
  }

  /**
   * @param folder as the user wrote it: messages show files as paths that start with it
   * @throws StartupException if it is no folder that can be read
   */
  public static ManifestSource open(
      Path folder, String ownNamespace, LastGoodFiles lastGood, Sink sink) {
    if (!Files.isDirectory(folder)) {
      throw new StartupException(
          INPUT, folder + ": no such folder; name a folder of manifests with --source");
    }
    try {
      return new ManifestSource(
          folder,
          new ManifestFolder(folder, ownNamespace),
          lastGood,
          sink,
          folder.getFileSystem().newWatchService());
    } catch (IOException e) {
      throw new StartupException(INPUT, folder + ": can't be watched: " + e.getMessage());
    }
  }

  /**
   * The same for one look, after which nothing is kept.
   *
   * @throws StartupException if it is no folder that can be read
   */
  public static ManifestSource readOnly(Path folder, String ownNamespace, Sink sink) {
    return open(folder, ownNamespace, LastGoodFiles.none(), sink);
  }

  @Override
  public void start() {
    registerFolders(); // before the first look, so that nothing is missed in between
    rescan();
    sink.synced();
    thread.start();
  }

  private void watch() {
    try {
      boolean unfinished = false;
      while (true) {
        var key = unfinished ? watcher.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS) : watcher.take();
        if (key != null) {
          key.pollEvents();
          if (!key.reset()) {
            watched.remove(key); // its folder is gone
          }
        }
        registerFolders();
        unfinished = rescan();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      Thread.currentThread().interrupt(); // closed: the end
    }
  }

  private void registerFolders() {
    try {
      boolean more = true;
      while (more) { // a folder may have come into another before that one was watched
        more = false;
        for (Path each : manifests.tree().stream().filter(Files::isDirectory).toList()) {
          more |= watched.add(register(each));
        }
      }
    } catch (NoSuchFileException e) {
      if (Files.exists(folder)) {
        registerFolders(); // one below it went meanwhile
      } // else the scan says so
    } catch (IOException | UncheckedIOException e) {
      sink.problem(folder.toString(), "can't be watched: " + e.getMessage());
    }
  }

  private WatchKey register(Path each) throws IOException {
    return each.register(
        watcher,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Returns whether to look again soon. */
  private boolean rescan() {
    synchronized (lock) {
      var scan = manifests.scan(this::report);
      for (var problem : scan.problems()) {
        if (!problems.contains(problem.toString())) {
          sink.problem(problem.where(), problem.what());
        }
      }
      problems = scan.problems().stream().map(Object::toString).collect(Collectors.toSet());
      return scan.unfinished();
    }
  }

  private void report(ObjectChange change) {
    if (isReported(change.key())) {
      sink.changed(change);
    }
  }

  private boolean isReported(ObjectKey key) {
    return !key.kind().equals(Kinds.SECRET.kind()) || secrets.contains(key);
  }

  @Override
  public CompletionStage<?> watchSecrets(Set<ObjectKey> wanted) {
    return CompletableFuture.runAsync(() -> reportSecrets(Set.copyOf(wanted)), reader);
  }

  private void reportSecrets(Set<ObjectKey> wanted) {
    synchronized (lock) {
      var added = new HashSet<>(wanted);
      added.removeAll(secrets);
      manifests
          .read(added::contains)
          .forEach((k, object) -> sink.changed(new ObjectChange.Upserted(k, object)));
      for (ObjectKey key : secrets) {
        if (!wanted.contains(key)) {
          sink.changed(new ObjectChange.Deleted(key));
        }
      }
      secrets = wanted;
    }
  }

  @Override
  public CompletionStage<Optional<JsonNode>> findNamespace(String name) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletionStage<List<JsonNode>> workloads() {
    var kinds = Kinds.WORKLOADS.stream().map(Kinds::kind).collect(Collectors.toSet());
    return CompletableFuture.supplyAsync(
        () -> {
          synchronized (lock) {
            return List.copyOf(manifests.read(key -> kinds.contains(key.kind())).values());
          }
        },
        reader);
  }

  /** A file has nobody to write to: the log says what became of it. */
  @Override
  public void writePolicyStatus(ObjectKey configMap, String uid, String status) {}

  /** Likewise. */
  @Override
  public void writeWarning(ObjectKey object, String uid, String reason, String message) {}

  @Override
  public void keepLastGood(ObjectKey configMap, Map<String, String> data) {
    reported(configMap, () -> lastGood.keep(configMap, data));
  }

  @Override
  public void dropLastGood(ObjectKey configMap) {
    reported(configMap, () -> lastGood.drop(configMap));
  }

  /** A full disk mustn't keep what changed from taking effect. */
  private void reported(ObjectKey about, Runnable write) {
    try {
      write.run();
    } catch (StartupException e) {
      sink.problem(about.toString(), "the last good version: " + e.getMessage());
    }
  }

  @Override
  public Map<ObjectKey, Map<String, String>> lastGood() {
    return new HashMap<>(lastGood.all());
  }

  @Override
  public void close() {
    reader.shutdownNow();
    try {
      watcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

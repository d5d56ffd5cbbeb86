package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Takes down what a source reports. Thread-safe. */
final class Recorder implements ClusterSource.Sink {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final List<String> events = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<ObjectKey, JsonNode> objects = new TreeMap<>();

  @Override
  public synchronized void changed(ObjectChange change) {
    switch (change) {
      case ObjectChange.Upserted(var key, var object) -> {
        events.add("+" + key);
        objects.put(key, object.deepCopy());
      }
      case ObjectChange.Deleted(var key) -> {
        events.add("-" + key);
        objects.remove(key);
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void synced() {
    events.add("synced");
    notifyAll();
  }

  @Override
  public synchronized void problem(String where, String problem) {
    problems.add(where + ": " + problem);
    notifyAll();
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized Map<ObjectKey, JsonNode> objects() {
    return Map.copyOf(objects);
  }

  synchronized void forget() {
    events.clear();
    problems.clear();
  }

  /** Waits until it holds of what was recorded. */
  synchronized void await(String what, Predicate<Recorder> condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!condition.test(this)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited for " + what + "; " + events + " " + problems);
      }
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
  }

  void awaitEvent(String event) throws InterruptedException {
    await(event, r -> r.events.contains(event));
  }
}

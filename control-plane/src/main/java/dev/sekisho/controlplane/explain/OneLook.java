package dev.sekisho.controlplane.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.objects.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes what a source holds at one moment. */
public final class OneLook implements ClusterSource.Sink {

  private final Queue<ObjectChange> changes = new ConcurrentLinkedQueue<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final CountDownLatch synced = new CountDownLatch(1);
  private final Map<ObjectKey, JsonNode> objects = new HashMap<>();

  @Override
  public void changed(ObjectChange change) {
    changes.add(change);
  }

  @Override
  public void synced() {
    synced.countDown();
  }

  @Override
  public void problem(String where, String problem) {
    problems.add(where + ": " + problem);
  }

  /** Waits until all has been reported; false if that takes longer than {@code bound}. */
  public boolean await(Duration bound) throws InterruptedException {
    return synced.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The cluster as it was reported; called once, after {@link #await}. */
  public ClusterState state(String ownNamespace, Instant now) {
    var state = new ClusterState(ownNamespace);
    for (ObjectChange change = changes.poll(); change != null; change = changes.poll()) {
      var unused = state.apply(change, now);
      switch (change) {
        case ObjectChange.Upserted upserted -> objects.put(upserted.key(), upserted.object());
        case ObjectChange.Deleted deleted -> objects.remove(deleted.key());
      }
    }
    return state;
  }

  /** An object that was reported. */
  public Optional<JsonNode> object(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /** What couldn't be read. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}

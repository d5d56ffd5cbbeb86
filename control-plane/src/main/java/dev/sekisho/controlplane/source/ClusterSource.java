package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where objects come from. */
public interface ClusterSource extends AutoCloseable {

  /** Takes what the source reports; called from any thread, must not block. */
  interface Sink {
    void changed(ObjectChange change);

    /** Everything that is there now has been reported. Called once. */
    void synced();

    /**
     * Something couldn't be read; what was known of it stays.
     *
     * @param where file, line and column, or the object
     */
    void problem(String where, String problem);
  }

  /** Starts to report to its sink, first all that is there. */
  void start();

  /**
   * Names the Secrets to report from now on, each by itself; those that are no longer named are
   * reported as deleted. Doesn't block.
   *
   * @return completes when those that are there have been reported
   */
  CompletionStage<?> watchSecrets(Set<ObjectKey> secrets);

  /** Asks for a Namespace that hasn't been reported, which may be younger than the last report. */
  CompletionStage<Optional<JsonNode>> findNamespace(String name);

  /**
   * Lists the workloads that make Pods: Deployments, StatefulSets, DaemonSets, CronJobs. They
   * aren't watched; this asks the cluster, and fails if it doesn't answer.
   */
  CompletionStage<List<JsonNode>> workloads();

  /**
   * Tells the owners of a policy ConfigMap what became of it, by its annotation {@code
   * sekisho.dev/policy-status}. Doesn't block; a failure is reported to the sink.
   *
   * @param uid of the ConfigMap that was read: one made anew under its name is left alone
   */
  void writePolicyStatus(ObjectKey configMap, String uid, String status);

  /**
   * Tells the owners of an object that something is wrong with it. The same is told once. Doesn't
   * block; a failure is reported to the sink.
   *
   * @param uid of the object
   * @param reason one word in camel case
   */
  void writeWarning(ObjectKey object, String uid, String reason, String message);

  /** Keeps the text of the last good policies of a ConfigMap for the next start. Doesn't block. */
  void keepLastGood(ObjectKey configMap, Map<String, String> data);

  /** Forgets what {@link #keepLastGood} kept. Doesn't block. */
  void dropLastGood(ObjectKey configMap);

  /**
   * What {@link #keepLastGood} kept, by ConfigMap; asked once, before {@link #start}. May block.
   */
  Map<ObjectKey, Map<String, String>> lastGood();

  @Override
  void close();
}

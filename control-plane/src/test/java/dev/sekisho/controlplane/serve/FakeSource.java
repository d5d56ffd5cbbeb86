package dev.sekisho.controlplane.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ClusterSource;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes down what it is told to write. For one thread. */
final class FakeSource implements ClusterSource {

  final List<String> statuses = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  final List<String> written = new ArrayList<>();
  final Map<ObjectKey, Map<String, String>> kept = new HashMap<>();

  @Override
  public void start() {}

  @Override
  public CompletionStage<?> watchSecrets(Set<ObjectKey> secrets) {
    return CompletableFuture.completedFuture(secrets);
  }

  @Override
  public CompletionStage<Optional<JsonNode>> findNamespace(String name) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletionStage<List<JsonNode>> workloads() {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public void writePolicyStatus(ObjectKey configMap, String uid, String status) {
    written.add(configMap.qualifiedName() + " " + uid);
    statuses.add(status);
  }

  @Override
  public void writeWarning(ObjectKey object, String uid, String reason, String message) {
    warnings.add(object + " " + uid + " " + reason + ": " + message);
  }

  @Override
  public void keepLastGood(ObjectKey configMap, Map<String, String> data) {
    written.add("keep " + configMap.qualifiedName());
    kept.put(configMap, data);
  }

  @Override
  public void dropLastGood(ObjectKey configMap) {
    written.add("drop " + configMap.qualifiedName());
    kept.remove(configMap);
  }

  @Override
  public Map<ObjectKey, Map<String, String>> lastGood() {
    return Map.copyOf(kept);
  }

  @Override
  public void close() {}
}

package dev.sekisho.policies.objects;

import java.time.Instant;
import java.util.Map;

/**
 * What the project keeps of an object's {@code metadata}.
 *
 * @param namespace empty for cluster-scoped objects
 * @param uid empty where the object has none yet
 * @param creationTimestamp {@link Instant#MAX} where the object has none yet: younger than all
 *     others
 * @param deleting whether the object is being deleted and waits for its finalizers
 */
public record ObjectMeta(
    String namespace,
    String name,
    String uid,
    Instant creationTimestamp,
    Map<String, String> labels,
    Map<String, String> annotations,
    boolean deleting) {

  public ObjectMeta {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** The same with parts that others have too. */
  public ObjectMeta shared(SharedValues values) {
    return new ObjectMeta(
        values.of(namespace),
        name,
        uid,
        creationTimestamp,
        values.texts(labels),
        values.texts(annotations),
        deleting);
  }

  /** The same metadata in {@code other} namespace. */
  public ObjectMeta in(String other) {
    return new ObjectMeta(other, name, uid, creationTimestamp, labels, annotations, deleting);
  }
}

package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.ObjectKey;

/** One thing that happened to an object. */
public sealed interface ObjectChange {

  ObjectKey key();

  /** The object is there, new or changed. The tree isn't printed: it may hold a Secret. */
  record Upserted(ObjectKey key, JsonNode object) implements ObjectChange {
    @Override
    public String toString() {
      return "Upserted[" + key + "]";
    }
  }

  record Deleted(ObjectKey key) implements ObjectChange {}
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceType;
import java.util.AbstractList;
import java.util.List;

/**
 * What a delta client is to be told about one type. Prints names and versions only.
 *
 * @param type the resource type
 * @param nonce identifies this response in the client's answer
 * @param version of all the type's resources together, for debugging
 * @param revision the policy revision that the resources were made from
 * @param resources new or changed ones, by name
 * @param removed names that don't exist (any more), in order
 */
record DeltaResponse(
    ResourceType type,
    String nonce,
    String version,
    String revision,
    List<EncodedResource> resources,
    List<String> removed) {

  /** The names of the resources that it carries; a view, since they are seldom looked at. */
  List<String> names() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return resources.get(index).name();
      }

      @Override
      public int size() {
        return resources.size();
      }
    };
  }
}

package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * What somebody wants to do to an object: the question that policies answer. Immutable as long as
 * nobody changes the trees, and nobody may.
 *
 * @param kind of the object, also where the resource is a subresource with a kind of its own
 * @param subResource empty if the object itself is meant
 * @param name empty where the API server is still to make one from {@code generateName}
 * @param namespace empty for cluster-scoped objects; for a Namespace its own name
 * @param dryRun evaluate in full, but reserve nothing and send no event
 * @param objectTree {@code MissingNode} if there is none; {@link #object()} is easier
 * @param oldObjectTree {@code MissingNode} if there is none; {@link #oldObject()} is easier
 * @param original what the client asked for, before the API server converted it
 * @param options of the operation, {@code CreateOptions} say; {@code MissingNode} if there are none
 * @see <a href="https://kubernetes.io/docs/reference/config-api/apiserver-admission.v1/">
 *     AdmissionRequest</a>
 */
public record ObjectRequest(
    GroupVersionKind kind,
    GroupVersionResource resource,
    String subResource,
    Operation operation,
    String name,
    String namespace,
    Requester requester,
    boolean dryRun,
    JsonNode objectTree,
    JsonNode oldObjectTree,
    Original original,
    JsonNode options) {

  /** A request that reached the API server in the form in which it is reviewed. */
  public ObjectRequest(
      GroupVersionKind kind,
      GroupVersionResource resource,
      String subResource,
      Operation operation,
      String name,
      String namespace,
      Requester requester,
      boolean dryRun,
      JsonNode objectTree,
      JsonNode oldObjectTree) {
    this(
        kind,
        resource,
        subResource,
        operation,
        name,
        namespace,
        requester,
        dryRun,
        objectTree,
        oldObjectTree,
        new Original(kind, resource, subResource),
        MissingNode.getInstance());
  }

  /** The {@code requestKind}, {@code requestResource} and {@code requestSubResource}. */
  public record Original(
      GroupVersionKind kind, GroupVersionResource resource, String subResource) {}

  /** The same request with the object that others made of its own. */
  public ObjectRequest withObject(JsonNode changed) {
    return new ObjectRequest(
        kind,
        resource,
        subResource,
        operation,
        name,
        namespace,
        requester,
        dryRun,
        changed,
        oldObjectTree,
        original,
        options);
  }

  /** The object as it shall be: absent for DELETE, the options for CONNECT. May be any JSON. */
  public Optional<JsonNode> object() {
    return present(objectTree);
  }

  /** The object as it is: present for UPDATE and DELETE. May be any JSON. */
  public Optional<JsonNode> oldObject() {
    return present(oldObjectTree);
  }

  private static Optional<JsonNode> present(JsonNode tree) {
    return tree.isMissingNode() || tree.isNull() ? Optional.empty() : Optional.of(tree);
  }

  /** Who, what and where; nothing of what the objects contain. */
  @Override
  public String toString() {
    return "%s %s %s/%s by %s".formatted(operation, kind.kind(), namespace, name, requester.user());
  }
}

package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.PolicyReport;
import dev.sekisho.policies.defaults.ObjectDefaults;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.webhook.mutate.JsonPatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A cluster that exists only here: what is submitted is reviewed as the webhook would review it,
 * and remembered if it was admitted. Namespaces and policies take effect at once. For one thread.
 */
public final class Rehearsal {

  private final ClusterState state;
  private final Map<ObjectKey, ObjectNode> objects = new HashMap<>();
  private final Requester requester;
  private final Instant now;

  /** Seconds after the epoch at which the next object is created: its order is its age. */
  private int age;

  /**
   * @param ownNamespace the namespace that Sekisho would run in
   * @param requester who submits objects that come without a request
   */
  public Rehearsal(String ownNamespace, Requester requester, Instant now) {
    this.state = new ClusterState(ownNamespace);
    this.requester = requester;
    this.now = now;
  }

  public PolicySet policies() {
    return state.policies();
  }

  /** Takes what is there already, without a review. */
  public List<PolicyProblem> add(ObjectNode object) {
    return remember(object);
  }

  /** Submits an object, with its defaults: creates it, or updates the one of its name. */
  public Outcome submit(ObjectNode written) {
    var object = ObjectDefaults.of(written);
    var kind = ObjectNames.kind(object);
    var key = ObjectNames.key(object);
    var old = Optional.<JsonNode>ofNullable(objects.get(key));
    return submit(
        new ObjectRequest(
            kind,
            KnownResources.resource(kind),
            "",
            old.isPresent() ? Operation.UPDATE : Operation.CREATE,
            key.name(),
            kind.kind().equals("Namespace") ? key.name() : key.namespace(),
            requester,
            false,
            object,
            old.orElse(MissingNode.getInstance())));
  }

  /** Answers a request, mutation first, and does what it asks for if it may. */
  public Outcome submit(ObjectRequest request) {
    var mutated = state.mutate(request);
    var changed = request.withObject(mutated.object());
    var violations = new ArrayList<>(mutated.problems());
    violations.addAll(state.review(changed));
    var patch = JsonPatch.diff(request.objectTree(), mutated.object()).toJson();
    var outcome =
        new Outcome(
            ObjectNames.key(request),
            request.operation(),
            violations,
            List.of(),
            patch,
            state.policies().revision().toString());
    boolean applies = outcome.allowed() && !request.dryRun() && request.subResource().isEmpty();
    return applies ? apply(changed, outcome) : outcome;
  }

  private Outcome apply(ObjectRequest request, Outcome outcome) {
    return switch (request.operation()) {
      case CREATE, UPDATE ->
          request.objectTree() instanceof ObjectNode object
              ? outcome.withProblems(remember(placed(object, request)))
              : outcome;
      case DELETE -> {
        forget(ObjectNames.key(request));
        yield outcome;
      }
      case CONNECT -> outcome;
    };
  }

  /** The object as the API server would store it: its place is that of the request. */
  private static ObjectNode placed(ObjectNode object, ObjectRequest request) {
    var stored = object.deepCopy();
    stored.put("kind", request.kind().kind());
    var meta = stored.withObjectProperty("metadata");
    if (!request.name().isEmpty()) {
      meta.put("name", request.name());
    }
    if (!KnownResources.isClusterScoped(request.kind())) {
      meta.put("namespace", request.namespace());
    }
    return stored;
  }

  private List<PolicyProblem> remember(ObjectNode object) {
    var stored = object.deepCopy();
    var meta = stored.withObjectProperty("metadata");
    if (!meta.hasNonNull("name")) {
      meta.put("name", meta.path(ObjectNames.GENERATE_NAME).asText() + age);
    }
    var key = ObjectNames.key(stored);
    var before = Optional.ofNullable(objects.get(key)).map(known -> known.path("metadata"));
    age++;
    meta.put(
        "creationTimestamp",
        before
            .map(known -> known.path("creationTimestamp").asText())
            .orElse(Instant.EPOCH.plusSeconds(age).toString()));
    meta.put(
        "uid", UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)).toString());
    objects.put(key, stored);
    return state
        .apply(new ObjectChange.Upserted(key, stored), now)
        .map(Rehearsal::problems)
        .orElse(List.of());
  }

  private void forget(ObjectKey key) {
    objects.remove(key);
    var unused = state.apply(new ObjectChange.Deleted(key), now);
  }

  private static List<PolicyProblem> problems(PolicyReport report) {
    return report.status() instanceof PolicyStatus.Broken broken ? broken.problems() : List.of();
  }
}

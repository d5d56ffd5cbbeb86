package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.PolicyReport;
import dev.sekisho.policies.defaults.ObjectDefaults;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.PolicyStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

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
    var kind = kindOf(object);
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

  /** Answers a request as it is, and does what it asks for if it may. */
  public Outcome submit(ObjectRequest request) {
    var violations = state.review(request);
    var outcome = outcome(request, violations, List.of());
    if (!outcome.allowed() || request.dryRun() || !request.subResource().isEmpty()) {
      return outcome;
    }
    return switch (request.operation()) {
      case CREATE, UPDATE ->
          request.objectTree() instanceof ObjectNode object
              ? outcome(request, violations, remember(placed(object, request)))
              : outcome;
      case DELETE -> {
        forget(ObjectNames.key(request));
        yield outcome;
      }
      case CONNECT -> outcome;
    };
  }

  private Outcome outcome(
      ObjectRequest request, List<Violation> violations, List<PolicyProblem> problems) {
    return new Outcome(
        ObjectNames.key(request),
        request.operation(),
        violations,
        problems,
        JSON.arrayNode(),
        state.policies().revision().toString());
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

  private static GroupVersionKind kindOf(JsonNode object) {
    return GroupVersionKind.of(object.path("apiVersion").asText(), object.path("kind").asText());
  }
}

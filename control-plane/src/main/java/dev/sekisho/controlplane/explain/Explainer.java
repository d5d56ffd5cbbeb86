package dev.sekisho.controlplane.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.controlplane.explain.Explanation.Claim;
import dev.sekisho.controlplane.explain.Explanation.MatchingPolicy;
import dev.sekisho.controlplane.explain.Explanation.Route;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.VerdictText;
import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.PodTemplates;
import dev.sekisho.policies.objects.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explains objects of a cluster. */
public final class Explainer {

  private final ClusterState state;
  private final Requester requester;

  /**
   * @param requester who is meant to submit the object
   */
  public Explainer(ClusterState state, Requester requester) {
    this.state = state;
    this.requester = requester;
  }

  /** What there is to say about an object that the cluster holds. */
  public Explanation explain(ObjectKey key, JsonNode object) {
    var claiming = claiming(key);
    return new Explanation(
        key,
        state.policies().revision().toString(),
        matching(key),
        state.review(request(key, object)),
        claiming.map(entry -> claims(entry.getKey())).orElse(List.of()),
        claiming.map(entry -> routing(entry.getValue())).orElse(""),
        claiming
            .filter(entry -> entry.getValue().isGranted())
            .filter(entry -> state.isServedByGateway(entry.getKey()))
            .map(entry -> routes(object))
            .orElse(List.of()),
        mesh(key, object));
  }

  private Optional<WorkloadMesh> mesh(ObjectKey key, JsonNode object) {
    return PodTemplates.in(GroupVersionKind.of(object), object)
        .map(pod -> state.mesh().of(key.namespace(), MetaReader.read(pod).labels()));
  }

  private Optional<Map.Entry<ClaimingObject, ClaimVerdict>> claiming(ObjectKey key) {
    return state.hosts().decided(key);
  }

  private List<MatchingPolicy> matching(ObjectKey key) {
    var namespace = state.hosts().namespace(key.namespace());
    return state.policies().policies().stream()
        .filter(policy -> policy.matches(namespace))
        .map(
            policy ->
                new MatchingPolicy(
                    policy.id().toString(), policy.enforcement(), policy.match().hasSubjects()))
        .toList();
  }

  private ObjectRequest request(ObjectKey key, JsonNode object) {
    var kind = GroupVersionKind.of(object);
    return new ObjectRequest(
        kind,
        KnownResources.resource(kind),
        "",
        Operation.CREATE,
        key.name(),
        key.namespace(),
        requester,
        true,
        object,
        MissingNode.getInstance());
  }

  private static List<Claim> claims(ClaimingObject object) {
    return object.claims().stream()
        .map(c -> new Claim(c.pattern().toString(), c.fieldPath(), c.exposure().name()))
        .toList();
  }

  private static String routing(ClaimVerdict verdict) {
    return verdict.isGranted() ? "granted" : "withheld: " + VerdictText.reason(verdict);
  }

  /** What an Ingress leads to, as it is written: routes of other kinds aren't served yet. */
  private static List<Route> routes(JsonNode object) {
    if (!object.path("kind").asText().equals(Ingress.KIND)) {
      return List.of();
    }
    var ingress = IngressReader.read(object);
    var routes = new ArrayList<Route>();
    for (Ingress.Rule rule : ingress.rules()) {
      for (Ingress.Path path : rule.paths()) {
        routes.add(new Route(rule.host().orElse("*"), path.path(), backend(path.backend())));
      }
    }
    ingress.defaultBackend().ifPresent(b -> routes.add(new Route("*", "/", backend(b))));
    return routes;
  }

  private static String backend(Ingress.Backend backend) {
    return backend.service() + ":" + backend.port().nameOrNumber();
  }
}

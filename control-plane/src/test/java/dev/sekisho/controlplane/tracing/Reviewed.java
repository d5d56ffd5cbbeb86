package dev.sekisho.controlplane.tracing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.ReviewVersion;
import dev.sekisho.webhook.server.AdmissionTraces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Requests, and what was decided about them. */
final class Reviewed {

  static final AdmissionDecision ALLOWED =
      new AdmissionDecision.Allowed(List.of(), new TreeMap<>(Map.of("revision", "abc")));

  /** A caller that says nothing of a trace. */
  static final AdmissionTraces.Headers BARE = name -> Optional.empty();

  private Reviewed() {}

  /** Somebody's dry run that updates a Pod, which holds a password. */
  static AdmissionRequest request(String kind, String namespace) {
    return new AdmissionRequest(
        ReviewVersion.V1,
        "uid-1",
        new ObjectRequest(
            new GroupVersionKind("", "v1", kind),
            new GroupVersionResource("", "v1", "pods"),
            "",
            Operation.UPDATE,
            "web",
            namespace,
            new Requester("jane", Set.of("dev")),
            true,
            JsonNodeFactory.instance.objectNode().put("data", "hunter2"),
            MissingNode.getInstance()));
  }

  static AdmissionRequest request() {
    return request("Pod", "qa");
  }

  static AdmissionTraces.Headers traceparent(String value) {
    return name -> name.equals("traceparent") ? Optional.of(value) : Optional.empty();
  }
}

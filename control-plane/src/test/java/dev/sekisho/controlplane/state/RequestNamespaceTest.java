package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The namespace of a request is what the API server says, whatever stands in the object. */
class RequestNamespaceTest {

  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);

  @BeforeEach
  void policy() {
    objects.policy("edge", "allow: ['*.${namespace}.test']");
    objects.namespace("qa");
    objects.namespace("production");
  }

  private static ObjectRequest inQa(ObjectNode ingress) {
    return new ObjectRequest(
        new GroupVersionKind("networking.k8s.io", "v1", "Ingress"),
        new GroupVersionResource("networking.k8s.io", "v1", "ingresses"),
        "",
        Operation.CREATE,
        "web",
        "qa",
        new Requester("someone", Set.of()),
        false,
        ingress,
        MissingNode.getInstance());
  }

  private static ObjectNode ingress(String namespace, String host) {
    return (ObjectNode) Objects.ingressTree(namespace, "web", host);
  }

  private List<String> messages(ObjectNode ingress) {
    return state.admit(inQa(ingress), Objects.NOW).stream().map(Violation::message).toList();
  }

  @Test
  void anObjectNeedNotNameIt() {
    var own = ingress("", "a.qa.test");
    own.withObjectProperty("metadata").remove("namespace");
    var foreign = ingress("", "a.production.test");
    foreign.withObjectProperty("metadata").remove("namespace");

    assertThat(messages(own)).isEmpty();
    assertThat(messages(foreign)).containsExactly("invalid ingress host \"a.production.test\"");
  }

  @Test
  void anObjectCannotChooseAnother() {
    assertThat(messages(ingress("production", "a.production.test")))
        .containsExactly("invalid ingress host \"a.production.test\"");
    assertThat(messages(ingress("production", "a.qa.test"))).isEmpty();
  }
}

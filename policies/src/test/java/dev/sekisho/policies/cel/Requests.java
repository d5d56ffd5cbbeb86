package dev.sekisho.policies.cel;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.policies.cel.expression.Cel;
import dev.sekisho.policies.cel.expression.CelExpression;
import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.CelMatch;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Requests and rules for tests. */
final class Requests {

  static final NamespaceFacts QA = new NamespaceFacts("qa", Map.of("team", "blue"), Map.of());
  static final Requester ALICE = new Requester("alice", Set.of("devs"));

  private static final List<Operation> WRITES = List.of(Operation.CREATE, Operation.UPDATE);

  private Requests() {}

  static CelMatch things() {
    return new CelMatch(List.of("test.dev"), List.of(), List.of("things"), WRITES, false);
  }

  static CelMatch templates() {
    return new CelMatch(List.of(), List.of(), List.of(), WRITES, true);
  }

  static CelRule rule(String expression, String message) {
    return rule(things(), expression, message);
  }

  static CelRule rule(CelMatch match, String expression, String message) {
    var scope = match.podTemplates() ? CelScope.POD_TEMPLATE : CelScope.RULE;
    CelExpression compiled = Cel.compiled(scope, expression, Result.BOOL);
    return new CelRule("r", match, List.of(), List.of(), compiled, message, Optional.empty());
  }

  static ObjectRequest creation(String object) {
    return request("test.dev", "Thing", "things", "", Operation.CREATE, object, "");
  }

  static ObjectRequest edit(String old, String object) {
    return request("test.dev", "Thing", "things", "", Operation.UPDATE, object, old);
  }

  /** Objects that are empty aren't there. */
  static ObjectRequest request(
      String group,
      String kind,
      String resource,
      String subResource,
      Operation operation,
      String object,
      String old) {
    return new ObjectRequest(
        new GroupVersionKind(group, "v1", kind),
        new GroupVersionResource(group, "v1", resource),
        subResource,
        operation,
        "one",
        "qa",
        ALICE,
        false,
        object.isEmpty() ? MissingNode.getInstance() : Cel.json(object),
        old.isEmpty() ? MissingNode.getInstance() : Cel.json(old));
  }
}

package dev.sekisho.policies.cel;

import static dev.sekisho.policies.cel.Requests.QA;
import static dev.sekisho.policies.cel.Requests.creation;
import static dev.sekisho.policies.cel.Requests.edit;
import static dev.sekisho.policies.cel.Requests.request;
import static dev.sekisho.policies.cel.Requests.things;
import static dev.sekisho.policies.model.PolicyDraft.id;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.cel.CelMutations.Mutated;
import dev.sekisho.policies.cel.expression.Cel;
import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.CelMutation;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.NamedExpression;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelMutationsTest {

  private static CelMutation mutation(String patch, String... conditions) {
    return new CelMutation(
        "m",
        things(),
        List.of(),
        java.util.Arrays.stream(conditions)
            .map(c -> new NamedExpression("c", Cel.compiled(CelScope.MUTATION, c, Result.BOOL)))
            .toList(),
        Cel.compiled(CelScope.MUTATION, patch, Result.PATCHES));
  }

  private static Mutated mutated(ObjectRequest request, CelMutation... mutations) {
    return CelMutations.apply(
        request, QA, PolicySet.of(List.of(policy("p").mutations(mutations).build())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a': 1} | op: 'add', path: '/b', value: 2 | {'a': 1, 'b': 2}",
        "{'a': 1} | op: 'replace', path: '/a', value: 'x' | {'a': 'x'}",
        "{'a': 1, 'b': 2} | op: 'remove', path: '/a' | {'b': 2}",
        "{'a': {'b': 1}} | op: 'move', from: '/a/b', path: '/c' | {'a': {}, 'c': 1}",
        "{'a': {'b': 1}} | op: 'copy', from: '/a', path: '/c' | {'a': {'b': 1}, 'c': {'b': 1}}",
        "{'l': [1, 3]} | op: 'add', path: '/l/1', value: 2 | {'l': [1, 2, 3]}",
        "{'l': [1]} | op: 'add', path: '/l/-', value: 2 | {'l': [1, 2]}",
        "{'l': [1, 2]} | op: 'remove', path: '/l/0' | {'l': [2]}",
        "{'l': [1, 2]} | op: 'replace', path: '/l/1', value: 9 | {'l': [1, 9]}",
        "{'a/b~c': 1} | op: 'remove', path: '/' + jsonpatch.escapeKey('a/b~c') | {}",
        "{'a': 1} | op: 'test', path: '/a', value: 1.0 | {'a': 1}",
        "{'a': 1} | op: 'add', path: '', value: {'b': 2} | {'b': 2}",
        "{'a': 1} | op: 'add', path: '/s', value: Object.s{x: Object.s.x{y: 1}, l: [Object.s.l{z: null}]} | {'a': 1, 's': {'x': {'y': 1}, 'l': [{'z': null}]}}",
        "{'l': [{'q': 1.5}]} | op: 'add', path: '/m', value: object.l | {'l': [{'q': 1.5}], 'm': [{'q': 1.5}]}",
        "{} | op: 'add', path: '/d', value: duration('90s') | {'d': '90s'}",
        "{} | op: 'add', path: '/t', value: timestamp('2026-01-01T00:00:00Z') | {'t': '2026-01-01T00:00:00Z'}",
        "{} | op: 'add', path: '/b', value: [b'hi'] | {'b': ['aGk=']}",
        "{} | op: 'add', path: '/u', value: 5u | {'u': 5}",
        "{} | op: 'add', path: '/f', value: true | {'f': true}"
      })
  void appliesEachOperation(String object, String operation, String expected) {
    var result = mutated(creation(object), mutation("[JSONPatch{" + operation + "}]"));

    assertThat(result.problems()).isEmpty();
    assertThat(result.object().toString()).isEqualTo(Cel.json(expected).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "op: 'add', path: '/x/y', value: 1 | there is no \"/x/y\"",
        "op: 'remove', path: '/x' | there is no \"/x\"",
        "op: 'replace', path: '/x', value: 1 | there is no \"/x\"",
        "op: 'replace', path: '/l/5', value: 1 | there is no \"/l/5\"",
        "op: 'add', path: '/l/01', value: 1 | there is no \"/l/01\"",
        "op: 'add', path: '/a/b', value: 1 | there is no \"/a/b\"",
        "op: 'add', path: 'x', value: 1 | doesn't begin with a slash",
        "op: 'jump', path: '/a' | there is no operation \"jump\"",
        "op: 'add', path: '/b' | an operation has no \"value\"",
        "op: 'add', value: 1 | an operation has no \"path\"",
        "op: 'remove', path: '' | the whole object can't be removed",
        "op: 'add', path: '', value: 1 | what it makes is no object",
        "op: 'test', path: '/x', value: 1 | there is no \"/x\"",
        "op: 'add', path: '/b', value: quantity('1') | a value that JSON doesn't have",
        "op: 'add', path: '/b', value: object.missing | missing"
      })
  void aPatchThatFailsIsAProblemAndChangesNothing(String operation, String problem) {
    var request = creation("{'a': 1, 'l': [1]}");
    var result = mutated(request, mutation("[JSONPatch{" + operation + "}]"));

    assertThat(result.object()).isSameAs(request.objectTree());
    assertThat(result.problems())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.policy()).isEqualTo(id("p"));
              assertThat(found.rule()).isEqualTo("mutations.m");
              assertThat(found.enforcement()).isEqualTo(Enforcement.DENY);
              assertThat(found.message())
                  .startsWith("mutation \"m\" can't be made: ")
                  .contains(problem.replace("\\\"", "\""));
            });
  }

  @Test
  void aTestThatFailsMakesNothingAndIsNoProblem() {
    var request = creation("{'a': 1}");
    var patch =
        "[JSONPatch{op: 'add', path: '/b', value: 1}, JSONPatch{op: 'test', path: '/a', value: 2}]";

    assertThat(mutated(request, mutation(patch)))
        .isEqualTo(new Mutated(request.objectTree(), List.<Violation>of()));
  }

  @Test
  void eachSeesWhatThoseBeforeMade() {
    var first = mutation("[JSONPatch{op: 'add', path: '/b', value: 2}]");
    var second = mutation("[JSONPatch{op: 'add', path: '/c', value: object.b + 1}]");

    assertThat(mutated(creation("{}"), first, second).object().toString())
        .isEqualTo("{\"b\":2,\"c\":3}");
  }

  @Test
  void theTreeOfTheRequestStaysAsItIs() {
    var request = creation("{'a': {'b': 1}}");
    var patch = mutation("[JSONPatch{op: 'replace', path: '/a/b', value: 2}]");

    mutated(request, patch);

    assertThat(request.objectTree().toString()).isEqualTo("{\"a\":{\"b\":1}}");
  }

  @Test
  void conditionsAndEmptyPatchesChangeNothing() {
    var request = creation("{'a': 1}");
    var add = "[JSONPatch{op: 'add', path: '/b', value: 1}]";

    assertThat(mutated(request, mutation(add, "object.a == 2")).object())
        .isSameAs(request.objectTree());
    assertThat(mutated(request, mutation(add, "object.a == 1")).object().has("b")).isTrue();
    assertThat(mutated(request, mutation("has(object.b) ? [JSONPatch{op: 'x'}] : []")).object())
        .isSameAs(request.objectTree());
    assertThat(mutated(request, mutation(add, "object.z == 1")).problems()).hasSize(1);
  }

  @Test
  void onlyWritesOfLivingObjectsAreChanged() {
    var add = mutation("[JSONPatch{op: 'add', path: '/b', value: 1}]");
    var going = "{'metadata': {'deletionTimestamp': '2026-01-01T00:00:00Z'}}";
    var deletion = request("test.dev", "Thing", "things", "", Operation.DELETE, "", "{}");

    assertThat(mutated(edit("{}", going), add).object().has("b")).isFalse();
    assertThat(mutated(deletion, add).object().isMissingNode()).isTrue();
  }
}

package dev.sekisho.policies.cel.expression;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CelCompilerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object. | CEL 1:8: no viable alternative",
        "request.nam == 'x' | CEL 1:8: undefined field 'nam'",
        "params.x == 1 | undeclared reference to 'params': policies have no parameters",
        "authorizer.x == 1 | undeclared reference to 'authorizer': asking the authorizer is not",
        "podTemplate.x == 1 | it is there in rules with match.podTemplates",
        "variables.x == 1 | no variables are defined before this expression",
        "cel.bind(x, 1, x) | undeclared reference to 'cel'",
        "math.greatest(1, 2) | undeclared reference to 'math'",
        "'a' + 1 | found no matching overload for '_+_'",
        "[1, 'a'] | CEL 1:5: expected type 'int' but found 'string'",
        "{'a': 1, 'b': 'c'} | expected type 'int' but found 'string'",
        "[[1], ['a']] | expected type 'list(int)' but found 'list(string)'",
        "int('abc') | CEL 1:4: type conversion error",
        "duration('1d') | type conversion error",
        "timestamp('0000-01-01T00:00:00Z') | type conversion error",
        "'a'.matches('[') | invalid regular expression",
        "'a'.find('(?=x)') | invalid regular expression",
        "matches('a', '[') | invalid regular expression",
        "'%s'.format([]) | the text has 1 clauses, but there are 0 values",
        "'%d'.format(['a']) | the clause %d doesn't print a value of type string",
        "'%z'.format([1]) | unrecognized formatting clause",
        "[1].sortBy(1, 1) | takes the name of a variable",
        "[1].existsOne(1, v, true) | takes the names of two variables",
        "namespaceObject.status.phase == '' | undefined field 'status'"
      })
  void saysWhatIsWrongAndWhere(String text, String problem) {
    assertThat(Cel.problems(text)).contains(problem);
  }

  @Test
  void hasTheLineOfAnExpressionWithSeveral() {
    assertThat(Cel.problems("object.a == 1 &&\n  request.nam == ''")).startsWith("[CEL 2:");
  }

  @Test
  void typesOfResultsMustFit() {
    var compiler = CelCompiler.of(CelScope.RULE);

    assertThat(compiler.compile("object.a", Result.BOOL))
        .isEqualTo(
            new Compiled.Invalid(
                java.util.List.of(new CelProblem(1, 1, "must come to bool, not dyn"))));
    assertThat(compiler.compile("1", Result.STRING).toString()).contains("string, not int");
    assertThat(compiler.compile("[1]", Result.STRINGS).toString())
        .contains("list(string), not list(int)");
    assertThat(compiler.compile("[object.a]", Result.STRINGS)).isInstanceOf(Compiled.Valid.class);
  }

  @Test
  void claimsDoNotAskWhoAsks() {
    var compiled = CelCompiler.of(CelScope.CLAIM).compile("[request.name]", Result.STRINGS);

    assertThat(compiled.toString()).contains("doesn't depend on the request");
  }

  @Test
  void variablesKeepTheirTypes() {
    var number = Cel.compiled(CelScope.RULE, "1", Result.ANYTHING);
    var compiler = CelCompiler.of(CelScope.RULE).with("n", number);

    assertThat(compiler.compile("variables.n == 1", Result.BOOL))
        .isInstanceOf(Compiled.Valid.class);
    assertThat(compiler.compile("variables.n == 'a'", Result.BOOL))
        .isInstanceOf(Compiled.Invalid.class);
    assertThat(compiler.compile("variables.m == 1", Result.BOOL).toString())
        .contains("undefined field 'm'");
  }

  @Test
  void mutationsHaveTypesOfTheirOwn() {
    var text =
        "[JSONPatch{op: 'add', path: '/spec/x', value: Object.spec.x{y: [Object.spec.x.y{z: 1}]}}]";

    assertThat(Cel.compiled(CelScope.MUTATION, text, Result.PATCHES).text()).isEqualTo(text);
    assertThat(CelCompiler.of(CelScope.MUTATION).compile("[JSONPatch{oops: 1}]", Result.PATCHES))
        .isInstanceOf(Compiled.Invalid.class);
    assertThat(CelCompiler.of(CelScope.RULE).compile(text, Result.ANYTHING))
        .isInstanceOf(Compiled.Invalid.class);
  }

  @Test
  void equalTextsAreEqual() {
    var one = Cel.compiled(CelScope.RULE, "object.a", Result.ANYTHING);
    var same = Cel.compiled(CelScope.CLAIM, "object.a", Result.ANYTHING);

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString("object.a");
    assertThat(one).isNotEqualTo(Cel.compiled(CelScope.RULE, "object.b", Result.ANYTHING));
  }

  @Test
  void isBounded() {
    assertThat(Cel.problems("1 + ".repeat(10_000) + "1")).contains("longer than 20000 characters");
    assertThat(Cel.problems("(".repeat(9_000) + "1" + ")".repeat(9_000))).isNotEqualTo("none");
    assertThat(Cel.problems("[".repeat(9_000))).isNotEqualTo("none");
  }

  @Test
  void runawaysEnd() {
    assertThat(
            Cel.failure(
                "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0))) || true",
                "{}"))
        .isEqualTo("more work than an expression may do");
    assertThat(Cel.value("lists.range(10000).map(x, x).size() == 10000")).isEqualTo(true);
  }

  @Property(tries = 300)
  void neverThrowsOnAnyText(@ForAll @StringLength(max = 60) String text) {
    assertThat(CelCompiler.of(CelScope.RULE).compile(text, Result.ANYTHING)).isNotNull();
  }

  @Property(tries = 700)
  void neverThrowsOnPiecesOfTheLanguage(@ForAll("pieces") String text) {
    var compiled = CelCompiler.of(CelScope.CLAIM).compile(text, Result.ANYTHING);
    if (compiled instanceof Compiled.Valid(CelExpression expression)) {
      var variables =
          CelVariables.of(
              Cel.json("{'a': {'b': [1, null]}}"),
              dev.sekisho.policies.objects.NamespaceFacts.unknown("qa"));
      assertThat(expression.evaluate(variables, new CelBudget())).isNotNull();
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "object",
            ".a",
            ".b",
            "[0]",
            "[?0]",
            ".?a",
            "==",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "?",
            "1",
            "1u",
            "1.5",
            "'x'",
            "null",
            "true",
            "+",
            "-",
            "/",
            "%",
            "<",
            " in ",
            "has(object.a)",
            ".map(x, x)",
            ".all(x, x == 1)",
            ".size()",
            ".sum()",
            "quantity('1')",
            "ip('::1')",
            "duration('1s')",
            "type(",
            "string(",
            "int(",
            "optional.of(",
            ".orValue(1)",
            ".sort()",
            ".flatten()",
            "'%s'.format([",
            ".transformList(i, v, i)")
        .list()
        .ofMinSize(1)
        .ofMaxSize(9)
        .map(list -> String.join("", list));
  }

  @ParameterizedTest
  @EnumSource(CelScope.class)
  void everyScopeKnowsTheObject(CelScope scope) {
    assertThat(Cel.compiled(scope, "object.a == 1", Result.BOOL).mentions("object")).isTrue();
  }
}

package dev.sekisho.policies.cel.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks and compiles expressions of one scope. Strict like the API server, and a little stricter:
 * what it refuses, this refuses. Never throws on any text. Immutable and thread-safe.
 */
public final class CelCompiler {

  /** Code points; longer ones are mistakes. Kubernetes' limit is that of the whole object. */
  private static final int LONGEST = 20_000;

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']+)'");
  private static final String CONTAINER = " (in container '')";

  private static final Map<CelScope, CelCompiler> PLAIN = plain();

  private final CelScope scope;
  private final Map<String, CelType> variables;
  private final dev.cel.compiler.CelCompiler compiler;

  private CelCompiler(CelScope scope, Map<String, CelType> variables) {
    this.scope = scope;
    this.variables = variables;
    this.compiler = Environment.compiler(scope, types(variables));
  }

  private static Map<CelScope, CelCompiler> plain() {
    var compilers = new EnumMap<CelScope, CelCompiler>(CelScope.class);
    for (CelScope scope : CelScope.values()) {
      compilers.put(scope, new CelCompiler(scope, Map.of()));
    }
    return compilers;
  }

  public static CelCompiler of(CelScope scope) {
    return java.util.Objects.requireNonNull(PLAIN.get(scope));
  }

  /** One that knows {@code variables.NAME} as well. */
  public CelCompiler with(String name, CelExpression expression) {
    var more = new HashMap<>(variables);
    more.put(name, expression.type());
    return new CelCompiler(scope, Map.copyOf(more));
  }

  public Compiled compile(String text, Result result) {
    if (text.codePointCount(0, text.length()) > LONGEST) {
      return invalid(1, 1, "longer than " + LONGEST + " characters");
    }
    try {
      return check(text, result);
    } catch (StackOverflowError _) {
      return invalid(1, 1, "nested too deeply");
    } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
      // The library takes some texts for mistakes of the program that calls it.
      return invalid(1, 1, Reasons.of(e));
    }
  }

  private Compiled check(String text, Result result)
      throws CelValidationException, CelEvaluationException {
    CelValidationResult parsed = compiler.parse(text);
    if (parsed.hasError()) {
      return invalid(parsed.getErrors());
    }
    CelValidationResult checked = forTypesOf(parsed.getAst()).check(parsed.getAst());
    if (checked.hasError()) {
      return invalid(checked.getErrors());
    }
    CelAbstractSyntaxTree ast = checked.getAst();
    if (!result.permits(ast.getResultType())) {
      return invalid(
          1, 1, "must come to %s, not %s".formatted(result, Types.text(ast.getResultType())));
    }
    CelAbstractSyntaxTree ready = Rewrite.ready(ast);
    List<CelProblem> wrong = Literals.problems(ast, ready);
    if (!wrong.isEmpty()) {
      return new Compiled.Invalid(wrong);
    }
    return new Compiled.Valid(
        new CelExpression(
            text,
            ast.getResultType(),
            Rewrite.names(ast),
            Environment.RUNTIME.createProgram(ready)));
  }

  /** Object types in mutations are as many as expressions make. */
  private dev.cel.compiler.CelCompiler forTypesOf(CelAbstractSyntaxTree parsed) {
    Map<String, CelType> objects = scope == CelScope.MUTATION ? PatchTypes.in(parsed) : Map.of();
    if (objects.isEmpty()) {
      return compiler;
    }
    var all = new HashMap<>(types(variables));
    all.putAll(objects);
    return Environment.compiler(scope, all);
  }

  private static Map<String, CelType> types(Map<String, CelType> variables) {
    return variables.isEmpty()
        ? Map.of()
        : Map.of(CelScope.VARIABLES, RequestTypes.struct(CelScope.VARIABLES, variables));
  }

  private Compiled invalid(List<CelIssue> issues) {
    var problems = new ArrayList<CelProblem>();
    for (CelIssue issue : issues) {
      CelSourceLocation at = issue.getSourceLocation();
      problems.add(
          new CelProblem(
              Math.max(1, at.getLine()), Math.max(0, at.getColumn()) + 1, message(issue)));
    }
    return new Compiled.Invalid(problems);
  }

  private String message(CelIssue issue) {
    String message = issue.getMessage().replace(CONTAINER, "").strip().replaceAll("\\s+", " ");
    Matcher undeclared = UNDECLARED.matcher(message);
    return undeclared.matches() ? message + scope.remedy(undeclared.group(1)) : message;
  }

  private static Compiled invalid(int line, int column, String message) {
    return new Compiled.Invalid(List.of(new CelProblem(line, column, message)));
  }
}

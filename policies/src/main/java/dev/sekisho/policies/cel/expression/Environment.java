package dev.sekisho.policies.cel.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.sekisho.policies.cel.library.CelLibrary;
import dev.sekisho.policies.cel.library.JsonPatchLibrary;
import dev.sekisho.policies.cel.library.Macros;
import dev.sekisho.policies.cel.library.Overrides;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The language as kube-apiserver 1.35 sets it up for admission policies: which libraries there are,
 * and which options. What isn't there is refused there too.
 */
final class Environment {

  /** Elements that the loops of one evaluation may visit; the budget ends most sooner. */
  private static final int ITERATIONS = 1_000_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .errorOnDuplicateMapKeys(false)
          .enableHeterogeneousNumericComparisons(true)
          .enableTimestampEpoch(true)
          .evaluateCanonicalTypesToNativeValues(true)
          .comprehensionMaxIterations(ITERATIONS)
          .build();

  static final CelRuntime RUNTIME = runtime();

  private Environment() {}

  static CelCompiler compiler(CelScope scope, Map<String, CelType> more) {
    var types = new HashMap<String, CelType>();
    RequestTypes.ALL.forEach(type -> types.put(type.name(), type));
    List.of(SimpleType.DURATION, SimpleType.TIMESTAMP)
        .forEach(type -> types.put(type.name(), type));
    var libraries = new ArrayList<>(CelLibrary.all());
    if (scope == CelScope.MUTATION) {
      libraries.add(JsonPatchLibrary.LIBRARY);
      types.put(PatchTypes.PATCH.name(), PatchTypes.PATCH);
    }
    libraries.forEach(library -> library.types().forEach(type -> types.put(type.name(), type)));
    more.forEach((_, type) -> types.put(type.name(), type));
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addMacros(Macros.ALL)
            .setTypeProvider(new Provider(ImmutableMap.copyOf(types)))
            .addLibraries(
                CelExtensions.strings(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.optional(),
                CelExtensions.comprehensions());
    libraries.forEach(library -> builder.addFunctionDeclarations(library.declarations()));
    scope.variables().forEach(builder::addVar);
    CelType variables = more.get(CelScope.VARIABLES);
    if (variables != null) {
      builder.addVar(CelScope.VARIABLES, variables);
    }
    return builder.build();
  }

  private static CelRuntime runtime() {
    var builder =
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(
                CelExtensions.strings(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.optional(),
                CelExtensions.comprehensions())
            .addFunctionBindings(Overrides.BINDINGS)
            .addFunctionBindings(JsonPatchLibrary.LIBRARY.bindings());
    CelLibrary.all().forEach(library -> builder.addFunctionBindings(library.bindings()));
    return builder.build();
  }

  private record Provider(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.copyOf(byName.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Functions for expressions, declared and implemented. A function that can't answer throws {@link
 * IllegalArgumentException} with a reason for the user, and the expression fails with it.
 *
 * @param types that the functions bring with them
 */
public record CelLibrary(
    List<CelFunctionDecl> declarations, List<CelFunctionBinding> bindings, List<CelType> types) {

  public CelLibrary {
    declarations = List.copyOf(declarations);
    bindings = List.copyOf(bindings);
    types = List.copyOf(types);
  }

  /** All the libraries there are for every expression. */
  public static List<CelLibrary> all() {
    return List.of(
        StringsLibrary.LIBRARY,
        ListsLibrary.LIBRARY,
        RegexLibrary.LIBRARY,
        UrlLibrary.LIBRARY,
        QuantityLibrary.LIBRARY,
        IpLibrary.LIBRARY,
        CidrLibrary.LIBRARY,
        SemverLibrary.LIBRARY,
        FormatLibrary.LIBRARY,
        ImageLibrary.LIBRARY);
  }

  static Builder builder() {
    return new Builder();
  }

  interface Three<A, B, C, R> {
    R apply(A first, B second, C third);
  }

  /** Collects functions. Not thread-safe. */
  @SuppressWarnings("Immutable") // functions of libraries keep nothing, but no type says so
  static final class Builder {

    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();
    private final List<CelType> types = new ArrayList<>();

    Builder type(Kind<?> kind) {
      types.add(kind.type());
      return this;
    }

    /** A function without argument. */
    <R> Builder constant(String name, Kind<R> result, Supplier<R> value) {
      declare(name, CelOverloadDecl.newGlobalOverload(name, result.type()));
      return bind(name, List.of(), arguments -> value.get());
    }

    <A, R> Builder function(String name, String id, Kind<A> a, Kind<R> result, Function<A, R> f) {
      declare(name, CelOverloadDecl.newGlobalOverload(id, result.type(), a.type()));
      return bind(id, List.of(a.values()), arguments -> f.apply(cast(a, arguments[0])));
    }

    <A, B, R> Builder function(
        String name, String id, Kind<A> a, Kind<B> b, Kind<R> result, BiFunction<A, B, R> f) {
      declare(name, CelOverloadDecl.newGlobalOverload(id, result.type(), a.type(), b.type()));
      return bind(id, a, b, f);
    }

    <A, R> Builder method(String name, String id, Kind<A> self, Kind<R> result, Function<A, R> f) {
      declare(name, CelOverloadDecl.newMemberOverload(id, result.type(), self.type()));
      return bind(id, List.of(self.values()), arguments -> f.apply(cast(self, arguments[0])));
    }

    <A, B, R> Builder method(
        String name, String id, Kind<A> self, Kind<B> b, Kind<R> result, BiFunction<A, B, R> f) {
      declare(name, CelOverloadDecl.newMemberOverload(id, result.type(), self.type(), b.type()));
      return bind(id, self, b, f);
    }

    <A, B, C, R> Builder method(
        String name,
        String id,
        Kind<A> self,
        Kind<B> b,
        Kind<C> c,
        Kind<R> result,
        Three<A, B, C, R> f) {
      declare(
          name,
          CelOverloadDecl.newMemberOverload(id, result.type(), self.type(), b.type(), c.type()));
      return bind(
          id,
          List.of(self.values(), b.values(), c.values()),
          arguments ->
              f.apply(cast(self, arguments[0]), cast(b, arguments[1]), cast(c, arguments[2])));
    }

    CelLibrary build() {
      var declarations =
          overloads.entrySet().stream()
              .map(e -> CelFunctionDecl.newFunctionDeclaration(e.getKey(), e.getValue()))
              .toList();
      return new CelLibrary(declarations, bindings, types);
    }

    private void declare(String name, CelOverloadDecl overload) {
      overloads.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload);
    }

    private <A, B, R> Builder bind(String id, Kind<A> a, Kind<B> b, BiFunction<A, B, R> f) {
      return bind(
          id,
          List.of(a.values(), b.values()),
          arguments -> f.apply(cast(a, arguments[0]), cast(b, arguments[1])));
    }

    private Builder bind(String id, List<Class<?>> parameters, CelFunctionOverload implementation) {
      bindings.add(CelFunctionBinding.from(id, ImmutableList.copyOf(parameters), implementation));
      return this;
    }

    private static <T> T cast(Kind<T> kind, Object argument) {
      return kind.values().cast(argument);
    }
  }
}

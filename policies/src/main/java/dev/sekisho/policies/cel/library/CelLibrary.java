package dev.sekisho.policies.cel.library;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.HashMap;
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
 * @param kinds that the functions bring with them
 * @param shared the overload that runs where it isn't known before which of several will, by each
 *     of those
 */
public record CelLibrary(
    List<CelFunctionDecl> declarations,
    List<CelFunctionBinding> bindings,
    List<Kind<?>> kinds,
    Map<String, String> shared) {

  public CelLibrary {
    declarations = List.copyOf(declarations);
    bindings = List.copyOf(bindings);
    kinds = List.copyOf(kinds);
    shared = Map.copyOf(shared);
  }

  /** All the libraries there are for every expression. */
  public static List<CelLibrary> all() {
    return List.of(
        StringsLibrary.LIBRARY,
        ListsLibrary.LIBRARY,
        MoreListsLibrary.LIBRARY,
        OptionalsLibrary.LIBRARY,
        RegexLibrary.LIBRARY,
        UrlLibrary.LIBRARY,
        QuantityLibrary.LIBRARY,
        IpLibrary.LIBRARY,
        CidrLibrary.LIBRARY,
        SemverLibrary.LIBRARY,
        FormatLibrary.LIBRARY,
        ImageLibrary.LIBRARY);
  }

  public List<CelType> types() {
    return kinds.stream().<CelType>map(Kind::type).toList();
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
    private final List<Kind<?>> kinds = new ArrayList<>();
    private final Map<String, String> shared = new HashMap<>();

    Builder type(Kind<?> kind) {
      kinds.add(kind);
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

    /**
     * A method of lists of each of these kinds.
     *
     * @param id with {@code %s} for the kind
     * @param result by the kind of the elements
     * @param f for all of them; also where the kind isn't known before
     */
    Builder method(
        String name,
        String id,
        List<Kind<?>> elements,
        Function<Kind<?>, Kind<?>> result,
        Function<List<Object>, Object> f) {
      String common = "sekisho_list_" + name;
      for (Kind<?> element : elements) {
        String own = id.replace("%s", element.name());
        var list = Kind.listOf(element);
        declare(
            name,
            CelOverloadDecl.newMemberOverload(own, result.apply(element).type(), list.type()));
        bind(own, List.of(List.class), arguments -> f.apply(cast(list, arguments[0])));
        shared.put(own, common);
      }
      return bind(
          common,
          List.of(List.class),
          arguments -> f.apply(cast(Kind.listOf(Kind.DYN), arguments[0])));
    }

    CelLibrary build() {
      var declarations =
          overloads.entrySet().stream()
              .map(e -> CelFunctionDecl.newFunctionDeclaration(e.getKey(), e.getValue()))
              .toList();
      return new CelLibrary(declarations, bindings, kinds, shared);
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

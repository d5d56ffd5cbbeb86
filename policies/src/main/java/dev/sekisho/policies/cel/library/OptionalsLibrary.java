package dev.sekisho.policies.cel.library;

import dev.cel.common.types.OptionalType;
import java.util.List;
import java.util.Optional;

/** {@code unwrapOpt}, which the library for Java has under another name only. */
final class OptionalsLibrary {

  @SuppressWarnings("rawtypes") // a class literal can't say of what
  private static final Kind<Optional> OPTIONAL =
      new Kind<>("optional", OptionalType.create(Kind.ANY.type()), Optional.class);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .method(
              "unwrapOpt",
              "optional_unwrapOpt",
              Kind.listOf(OPTIONAL),
              Kind.listOf(Kind.ANY),
              OptionalsLibrary::unwrap)
          .build();

  private OptionalsLibrary() {}

  private static List<Object> unwrap(List<Object> list) {
    return list.stream().<Object>flatMap(optional -> ((Optional<?>) optional).stream()).toList();
  }
}

package dev.sekisho.policies.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;

/** Named formats: {@code format.dns1123Label().validate(name)} and {@code format.named(text)}. */
final class FormatLibrary {

  private static final Kind<NamedFormat> FORMAT =
      Kind.opaque("kubernetes.NamedFormat", NamedFormat.class);

  @SuppressWarnings("rawtypes") // a class literal can't say of what
  private static final Kind<Optional> PROBLEMS =
      new Kind<>(
          "problems", OptionalType.create(ListType.create(SimpleType.STRING)), Optional.class);

  @SuppressWarnings("rawtypes") // likewise
  private static final Kind<Optional> PERHAPS =
      new Kind<>("perhaps", OptionalType.create(FORMAT.type()), Optional.class);

  static final CelLibrary LIBRARY = library();

  private FormatLibrary() {}

  private static CelLibrary library() {
    var builder =
        CelLibrary.builder()
            .type(FORMAT)
            .function("format.named", "format-named", Kind.STRING, PERHAPS, NamedFormat::named)
            .method(
                "validate", "format-validate", FORMAT, Kind.STRING, PROBLEMS, FormatLibrary::check);
    for (NamedFormat format : NamedFormat.values()) {
      builder.constant("format." + format.text(), FORMAT, () -> format);
    }
    return builder.build();
  }

  private static Optional<List<String>> check(NamedFormat format, String text) {
    return Optional.of(format.problems(text)).filter(problems -> !problems.isEmpty());
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.collect.ImmutableSet;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Map;
import java.util.Optional;

/**
 * The name of a container image, taken apart as container runtimes do: without a registry it is one
 * of docker.io, and without a namespace there one of {@code library}.
 *
 * @param registry with its port, if any
 * @param repository without the registry
 * @param tag empty if there is none; without a digest the runtime then takes {@code latest}
 * @param digest with its algorithm; empty if there is none
 * @see <a href="https://github.com/distribution/reference">The grammar of references</a>
 */
record ImageName(String registry, String repository, String tag, String digest) {

  private static final String DEFAULT_REGISTRY = "docker.io";

  @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal can't say of what
  static final Kind<Map<String, String>> KIND =
      new Kind<>(
          "sekisho.Image",
          StructType.create(
              "sekisho.Image",
              ImmutableSet.of("registry", "repository", "tag", "digest"),
              _ -> Optional.of(SimpleType.STRING)),
          (Class) Map.class);

  private static final Pattern PARTS =
      Pattern.compile(
          "(?:((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
              + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[0-9a-fA-F:]+\\])"
              + "(?::[0-9]+)?)/)?"
              + "([a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*)"
              + "(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");

  static ImageName parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("not the name of a container image"));
  }

  static Optional<ImageName> tryParse(String text) {
    // The grammar alone can't tell "team/app" of docker.io from "app" of a registry "team".
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    boolean withRegistry =
        first.contains(".")
            || first.contains(":")
            || first.equals("localhost")
            || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
    String full = withRegistry ? text : DEFAULT_REGISTRY + "/" + text;
    Matcher matcher = PARTS.matcher(full);
    if (!matcher.matches() || matcher.group(1) == null) {
      return Optional.empty();
    }
    String registry =
        matcher.group(1).equals("index.docker.io") ? DEFAULT_REGISTRY : matcher.group(1);
    String repository = matcher.group(2);
    boolean official = registry.equals(DEFAULT_REGISTRY) && !repository.contains("/");
    return Optional.of(
        new ImageName(
            registry,
            official ? "library/" + repository : repository,
            orEmpty(matcher.group(3)),
            orEmpty(matcher.group(4))));
  }

  Map<String, String> fields() {
    return Map.of("registry", registry, "repository", repository, "tag", tag, "digest", digest);
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String group) {
    return group == null ? "" : group;
  }
}

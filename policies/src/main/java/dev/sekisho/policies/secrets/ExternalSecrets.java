package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import java.util.Optional;

/** The Secrets that ExternalSecrets (external-secrets.io) write. */
final class ExternalSecrets {

  private static final String SPEC = "spec";

  private ExternalSecrets() {}

  /** Its target has its own name where it names none. */
  static void externalSecret(JsonNode object, ReferenceReader into) {
    into.fields()
        .object(object, SPEC, "")
        .ifPresent(spec -> target(spec, SPEC, ownName(object, into), into));
  }

  static void cluster(JsonNode object, ReferenceReader into) {
    var fields = into.fields();
    var spec = fields.object(object, SPEC, "");
    var name =
        spec.flatMap(s -> fields.name(s, "externalSecretName", SPEC))
            .or(() -> ownName(object, into));
    spec.flatMap(s -> fields.object(s, "externalSecretSpec", SPEC))
        .ifPresent(inner -> target(inner, SPEC + ".externalSecretSpec", name, into));
  }

  private static void target(
      JsonNode spec, String at, Optional<String> fallback, ReferenceReader into) {
    var fields = into.fields();
    String where = at + ".target";
    var target = fields.object(spec, "target", at);
    boolean writes =
        target
            .flatMap(t -> fields.name(t, "creationPolicy", where))
            .filter("None"::equals)
            .isEmpty();
    target
        .flatMap(t -> fields.name(t, "name", where))
        .or(() -> fallback)
        .filter(name -> writes)
        .ifPresent(
            name -> into.add(SecretChannel.EXTERNAL_SECRET, name, "target", where + ".name"));
  }

  /** A name that the API server is still to make is known by its beginning. */
  private static Optional<String> ownName(JsonNode object, ReferenceReader into) {
    var fields = into.fields();
    return fields
        .object(object, "metadata", "")
        .flatMap(
            metadata ->
                fields
                    .name(metadata, "name", "metadata")
                    .or(
                        () ->
                            fields
                                .name(metadata, "generateName", "metadata")
                                .map(prefix -> prefix + "*")));
  }
}

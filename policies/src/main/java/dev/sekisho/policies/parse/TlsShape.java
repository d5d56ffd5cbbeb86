package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.TlsRules;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.List;

/** The {@code tls} part of the {@code hosts} section. */
final class TlsShape {

  static final WordShape<Boolean> FLAG =
      new WordShape<>(List.of(new Word<>("true", true), new Word<>("false", false)));
  private static final Key<Boolean> REQUIRED =
      Key.optional(
          "required",
          "Whether there must be a TLS entry, also an empty one. Default: false.",
          FLAG);
  private static final Key<Boolean> MUST_COVER_HOSTS =
      Key.optional(
          "mustCoverHosts",
          "Whether a TLS entry must cover each host that is named. Default: false.",
          FLAG);

  static final ObjectShape<TlsRules> SHAPE =
      ObjectShape.of(
          List.of(REQUIRED, MUST_COVER_HOSTS),
          fields ->
              new TlsRules(
                  fields.get(REQUIRED).orElse(false), fields.get(MUST_COVER_HOSTS).orElse(false)));

  private TlsShape() {}
}

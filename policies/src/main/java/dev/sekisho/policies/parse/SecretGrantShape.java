package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.model.SecretDenial;
import dev.sekisho.policies.model.SecretGrant;
import dev.sekisho.policies.model.WorkloadMatch;
import dev.sekisho.policies.parse.WordShape.Word;
import java.util.Arrays;
import java.util.List;

/** The entries of {@code grants} and {@code deny} in the {@code secrets} section. */
final class SecretGrantShape {

  private static final WordShape<SecretChannel> CHANNEL =
      new WordShape<>(
          Arrays.stream(SecretChannel.values())
              .map(channel -> new Word<>(channel.word(), channel))
              .toList());
  private static final Key<List<Glob>> NAMES =
      Key.required(
          "names",
          "Names of Secrets, with * and ?; namespace/name for those of another namespace.",
          ListShape.notEmpty(
              Texts.SECRET_GLOB, "an empty list would name no Secret: \"*\" names every one"));
  private static final Key<List<SecretChannel>> VIA =
      Key.optional(
          "via",
          "How the Secret is used. Default: in every way.",
          ListShape.notEmpty(
              CHANNEL, "an empty list would name no channel: leave the key out for every channel"));
  private static final Key<WorkloadMatch> WORKLOADS =
      Key.optional(
          "workloads",
          "By which workloads; the keys AND, the entries of a list OR. Default: by " + "all.",
          WorkloadsShape.SHAPE);

  static final ObjectShape<SecretGrant> GRANT =
      ObjectShape.of(
          List.of(NAMES, VIA, WORKLOADS),
          fields ->
              new SecretGrant(
                  fields.require(NAMES),
                  fields.get(VIA).orElse(List.of()),
                  fields.get(WORKLOADS).orElse(WorkloadMatch.ALL)));

  static final ObjectShape<SecretDenial> DENIAL =
      ObjectShape.of(
          List.of(NAMES, VIA),
          fields -> new SecretDenial(fields.require(NAMES), fields.get(VIA).orElse(List.of())));

  private SecretGrantShape() {}
}

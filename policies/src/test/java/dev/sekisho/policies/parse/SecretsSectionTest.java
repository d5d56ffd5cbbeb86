package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.policy;
import static dev.sekisho.policies.parse.Documents.problemsOf;
import static dev.sekisho.policies.parse.Documents.secrets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.HostPathPattern;
import dev.sekisho.policies.model.HostPathRules;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.NamespaceTemplate;
import dev.sekisho.policies.model.ProviderClassRules;
import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.model.SecretDenial;
import dev.sekisho.policies.model.SecretGrant;
import dev.sekisho.policies.model.SecretMountRules;
import dev.sekisho.policies.model.SecretRules;
import dev.sekisho.policies.model.SecretRules.Remedy;
import dev.sekisho.policies.model.WorkloadMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@code secrets} section: what it means, its defaults, and its mistakes. */
class SecretsSectionTest {

  /** What {@link Documents#FULL} says. */
  static final SecretRules FULL =
      new SecretRules(
          true,
          List.of(
              new SecretGrant(
                  List.of(new Glob("db-*")),
                  List.of(
                      SecretChannel.VOLUME,
                      SecretChannel.PROJECTED,
                      SecretChannel.ENV,
                      SecretChannel.ENV_FROM),
                  new WorkloadMatch(
                      List.of(new Glob("api")),
                      Optional.of(new LabelSelector(Map.of("app", "api"), List.of())),
                      List.of(new Glob("api")),
                      List.of(new Glob("registry.acme/*"))))),
          List.of(
              new SecretDenial(
                  List.of(new Glob("*")), List.of(SecretChannel.ENV, SecretChannel.ENV_FROM))),
          new SecretMountRules(
              Optional.of(Remedy.DEMAND), List.of(new Glob("/etc/secrets/*"), new Glob("/mnt/*"))),
          new HostPathRules(
              List.of(
                  new HostPathPattern("/"),
                  new HostPathPattern("/etc"),
                  new HostPathPattern("/var/run/*.sock")),
              List.of(
                  new HostPathRules.Allowance(
                      List.of(new HostPathPattern("/var/run/*.sock")),
                      new WorkloadMatch(
                          List.of(new Glob("falco")), Optional.empty(), List.of(), List.of())))),
          Optional.of(
              new ProviderClassRules(
                  List.of(new Glob("aws-*")),
                  false,
                  List.of(new NamespaceTemplate("/prod/${namespace}/")),
                  true)),
          Optional.of(Remedy.SET));

  private static final String SECRET_NAMES =
      ": use lower-case letters, digits, \"-\", \".\", \"*\" and \"?\", and before a \"/\" the"
          + " namespace if it is another one";

  @Test
  void anEmptySectionIsNoOpinion() {
    assertThat(secrets("secrets: {}")).isEqualTo(SecretRules.NONE);
  }

  @Test
  void classesAreCheckedWhereverProviderClassesStands() {
    assertThat(secrets("secrets: {providerClasses: {}}").providerClasses())
        .contains(new ProviderClassRules(List.of(), true, List.of(), false));
  }

  @Test
  void aGrantAloneDeniesNothing() {
    assertThat(secrets("secrets: {grants: [{names: [db]}]}").defaultDenied()).isFalse();
    assertThat(secrets("secrets: {default: deny}").defaultDenied()).isTrue();
  }

  @Test
  void aGrantIsForEveryChannelAndWorkloadUnlessItSaysSo() {
    assertThat(secrets("secrets: {grants: [{names: [db]}]}").grants())
        .containsExactly(new SecretGrant(List.of(new Glob("db")), List.of(), WorkloadMatch.ALL));
  }

  @Test
  void everyChannelHasItsWord() {
    var words =
        Arrays.stream(SecretChannel.values())
            .map(SecretChannel::word)
            .collect(Collectors.joining(", "));
    assertThat(words)
        .isEqualTo(
            "volume, projected, env, envFrom, imagePullSecrets, csi, csiNodePublish, legacyVolume,"
                + " serviceAccount, ingressTls, gatewayCredential, externalSecret, storage, rbac");
    assertThat(secrets("secrets: {deny: [{names: [a], via: [" + words + "]}]}").deny())
        .containsExactly(new SecretDenial(List.of(new Glob("a")), List.of(SecretChannel.values())));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(
            "secrets: {defalt: deny}",
            "5:13 spec.secrets.defalt: unknown key, did you mean \"default\"?"),
        wrong(
            "secrets: {grants: [{via: [env]}]}",
            "5:22 spec.secrets.grants[0].names: required, but missing"),
        wrong(
            "secrets: {grants: [{names: []}]}",
            "5:30 spec.secrets.grants[0].names: an empty list would name no Secret: \"*\" names"
                + " every one"),
        wrong(
            "secrets: {grants: [{names: [Db, a/*, a/b/c, /a]}]}",
            "5:31 spec.secrets.grants[0].names[0]: no Secret can match \"Db\"" + SECRET_NAMES,
            "5:40 spec.secrets.grants[0].names[2]: no Secret can match \"a/b/c\"" + SECRET_NAMES,
            "5:47 spec.secrets.grants[0].names[3]: no Secret can match \"/a\"" + SECRET_NAMES),
        wrong(
            "secrets: {deny: [{names: ['*'], via: [envfrom]}]}",
            "5:41 spec.secrets.deny[0].via[0]: expected volume, projected, env, envFrom,"
                + " imagePullSecrets, csi, csiNodePublish, legacyVolume, serviceAccount, ingressTls,"
                + " gatewayCredential, externalSecret, storage or rbac, not \"envfrom\", did you mean"
                + " \"envFrom\"?"),
        wrong(
            "secrets: {deny: [{names: ['*'], via: []}]}",
            "5:40 spec.secrets.deny[0].via: an empty list would name no channel: leave the key out"
                + " for every channel"),
        wrong(
            "secrets: {grants: [{names: [a], workloads: {containers: []}}]}",
            "5:59 spec.secrets.grants[0].workloads.containers: an empty list would match no"
                + " workload: leave the key out to match every one"),
        wrong(
            "secrets: {grants: [{names: [a], workloads: {images: [' ']}}]}",
            "5:56 spec.secrets.grants[0].workloads.images[0]: a pattern for images is not empty and"
                + " has no space"),
        wrong(
            "secrets: {mounts: {readOnly: deny}}",
            "5:32 spec.secrets.mounts.readOnly: expected require or set, not \"deny\""),
        wrong(
            "secrets: {mounts: {paths: ['/etc/', 'etc', '/a/../b']}}",
            "5:30 spec.secrets.mounts.paths[0]: no mount path can match \"/etc/\": begin with \"/\","
                + " and write no \".\", \"..\", \"//\" and no \"/\" at the end",
            "5:39 spec.secrets.mounts.paths[1]: no mount path can match \"etc\": begin with \"/\","
                + " and write no \".\", \"..\", \"//\" and no \"/\" at the end",
            "5:46 spec.secrets.mounts.paths[2]: no mount path can match \"/a/../b\": begin with"
                + " \"/\", and write no \".\", \"..\", \"//\" and no \"/\" at the end"),
        wrong(
            "secrets: {hostPaths: {deny: [etc]}}",
            "5:32 spec.secrets.hostPaths.deny[0]: a path of the node begins with \"/\""),
        wrong(
            "secrets: {hostPaths: {allow: [{workloads: {}}]}}",
            "5:33 spec.secrets.hostPaths.allow[0].paths: required, but missing"),
        wrong(
            "secrets: {providerClasses: {objectPrefixes: ['', '${ns}/']}}",
            "5:48 spec.secrets.providerClasses.objectPrefixes[0]: every name begins with nothing:"
                + " leave the key out to permit all",
            "5:52 spec.secrets.providerClasses.objectPrefixes[1]: invalid prefix \"${ns}/\": the"
                + " only placeholder is ${namespace}, and it needs its closing brace"),
        wrong(
            "secrets: {providerClasses: {csi: inyect}}",
            "5:36 spec.secrets.providerClasses.csi: expected inject, not \"inyect\", did you mean"
                + " \"inject\"?"),
        wrong(
            "secrets: {automountServiceAccountToken: false}",
            "5:43 spec.secrets.automountServiceAccountToken: expected deny or set, not \"false\""),
        wrong(
            """
            match: {subjects: [jane]}
            secrets:
              default: allow
              grants: []
              deny: [{names: ["*"]}]
              mounts: {readOnly: require, paths: [/mnt]}
              hostPaths: {deny: [/], allow: []}
              providerClasses: {allow: [a], objectPrefixes: [b]}
            """,
            "7:5 spec.secrets.default: a policy with match.subjects may only deny",
            "8:5 spec.secrets.grants: a policy with match.subjects may only deny",
            "10:33 spec.secrets.mounts.paths: a policy with match.subjects may only deny",
            "11:28 spec.secrets.hostPaths.allow: a policy with match.subjects may only deny",
            "12:23 spec.secrets.providerClasses.allow: a policy with match.subjects may only deny",
            "12:35 spec.secrets.providerClasses.objectPrefixes: a policy with match.subjects may"
                + " only deny"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void mistakes(String section, List<String> expected) {
    assertThat(problemsOf(policy("edge", section))).containsExactlyElementsOf(expected);
  }

  private static Arguments wrong(String section, String... problems) {
    return Arguments.of(section, List.of(problems));
  }
}

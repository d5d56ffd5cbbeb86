package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.mesh;
import static dev.sekisho.policies.parse.Documents.policy;
import static dev.sekisho.policies.parse.Documents.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.MeshSection.Caller;
import dev.sekisho.policies.model.MeshSection.Escape;
import dev.sekisho.policies.model.MeshSection.Injection;
import dev.sekisho.policies.model.MtlsMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@code mesh} section: what it means, its defaults, and its mistakes. */
class MeshSectionTest {

  /** What {@link Documents#FULL} says. */
  static final MeshSection FULL =
      new MeshSection(
          Optional.of(new LabelSelector(Map.of("app", "api"), List.of())),
          Optional.of(MtlsMode.STRICT),
          new TreeMap<>(Map.of(8080, MtlsMode.PERMISSIVE, 9090, MtlsMode.DISABLE)),
          Optional.of(
              List.of(
                  new Caller(
                      List.of(new Glob("cluster.local/ns/shop/sa/web"), new Glob("*/sa/probe-?")),
                      new TreeSet<>(Set.of(9080, 9090)),
                      List.of(new Glob("GET"), new Glob("P*")),
                      List.of(new Glob("/api/*"), new Glob("*.html"))),
                  everything("*"))),
          Optional.of(new Injection(Optional.of(true), List.of(Escape.values()))));

  private static Caller everything(String principal) {
    return new Caller(List.of(new Glob(principal)), new TreeSet<>(), List.of(), List.of());
  }

  @Test
  void whatIsAbsentIsNoOpinion() {
    var nothing =
        new MeshSection(
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty());

    assertThat(mesh("mesh: {}")).isEqualTo(nothing);
    assertThat(mesh("mesh: {mtls: {}, workloads: {}}")).isEqualTo(nothing);
    assertThat(mesh("mesh: {mtls: {ports: {}}}")).isEqualTo(nothing);
  }

  @Test
  void anEmptyListOfCallersLetsNobodyIn() {
    assertThat(mesh("mesh: {allowFrom: []}").allowFrom()).contains(List.of());
  }

  @Test
  void anEmptyToIsEverything() {
    assertThat(mesh("mesh: {allowFrom: [{principals: ['*'], to: {}}]}").allowFrom())
        .contains(List.of(everything("*")));
  }

  @Test
  void aPortMayBeQuotedWhereItIsAKey() {
    assertThat(mesh("mesh: {mtls: {ports: {\"8080\": STRICT}}}").ports())
        .isEqualTo(Map.of(8080, MtlsMode.STRICT));
  }

  @Test
  void theModeOfAPortIsItsOwnOrThatOfTheRest() {
    var both = mesh("mesh: {mtls: {mode: STRICT, ports: {8080: DISABLE}}}");
    assertThat(both.mode(8080)).contains(MtlsMode.DISABLE);
    assertThat(both.mode(80)).contains(MtlsMode.STRICT);
    assertThat(mesh("mesh: {mtls: {ports: {8080: DISABLE}}}").mode(80)).isEmpty();
  }

  /** Specs begin on line 5, column 3. */
  static Stream<Arguments> wrong() {
    String port = "a port is a whole number from 1 to 65535";
    String form =
        ": write <trust domain>/ns/<namespace>/sa/<service account>, with \"*\" and \"?\"";
    String noPath =
        ": begin with \"/\" or \"*\", and write what isn't ASCII, spaces and \"#\" as in a URL, with"
            + " \"%\"";
    String noMethod = ": use upper-case letters, digits, \"-\", \"_\", \"*\" and \"?\"";
    String nothing = ": an empty list would allow nothing: leave the key out to allow everything";
    return Stream.of(
        wrong(
            "mesh: {mtls: {mode: strict}}",
            "5:23 spec.mesh.mtls.mode: expected STRICT, PERMISSIVE or DISABLE, not \"strict\", did"
                + " you mean \"STRICT\"?"),
        wrong(
            "mesh: {mtls: {mode: MUTUAL}}",
            "5:23 spec.mesh.mtls.mode: expected STRICT, PERMISSIVE or DISABLE, not \"MUTUAL\""),
        wrong(
            "mesh: {mtls: STRICT}",
            "5:16 spec.mesh.mtls: expected a mapping, but this is a string"),
        wrong(
            "mesh: {mtls: {port: {80: STRICT}}}",
            "5:17 spec.mesh.mtls.port: unknown key, did you mean \"ports\"?"),
        wrong(
            "mesh: {mtls: {ports: [80]}}",
            "5:24 spec.mesh.mtls.ports: expected ports with their values, but this is a list"),
        wrong(
            "mesh: {mtls: {ports: {0: STRICT, 65536: off, http: STRICT, 0x50: STRICT}}}",
            "5:25 spec.mesh.mtls.ports.0: " + port + ", not \"0\"",
            "5:36 spec.mesh.mtls.ports.65536: " + port + ", not \"65536\"",
            "5:43 spec.mesh.mtls.ports.65536: expected STRICT, PERMISSIVE or DISABLE, not \"off\"",
            "5:48 spec.mesh.mtls.ports.http: " + port + ", not \"http\"",
            "5:62 spec.mesh.mtls.ports.0x50: " + port + ", not \"0x50\""),
        wrong(
            "mesh: {mtls: {ports: {80: STRICT, 80: DISABLE}}}",
            "5:37 spec.mesh.mtls.ports.80: duplicate key, first at line 5"),
        wrong(
            "mesh: {mtls: {ports: {80: STRICT, \"80\": DISABLE}}}",
            "5:37 spec.mesh.mtls.ports.80: duplicate key, first at line 5"),
        wrong(
            "mesh: {workloads: {matchLabels: {app: api}}}",
            "5:22 spec.mesh.workloads.matchLabels: unknown key"),
        wrong(
            "mesh: {allowFrom: {principals: [\"*\"]}}",
            "5:21 spec.mesh.allowFrom: expected a list, but this is a mapping"),
        wrong(
            "mesh: {allowFrom: [{}]}",
            "5:22 spec.mesh.allowFrom[0].principals: required, but missing"),
        wrong(
            "mesh: {allowFrom: [{principals: []}]}",
            "5:35 spec.mesh.allowFrom[0].principals: an empty list would let nobody in: name who may"
                + " call, or \"*\" for everybody in the mesh"),
        wrong(
            "mesh: {allowFrom: [{principals: [web, 'spiffe://td/ns/a/sa/b', a/ns/B/sa/c, '**', '']}]}",
            "5:36 spec.mesh.allowFrom[0].principals[0]: no caller can match \"web\"" + form,
            "5:41 spec.mesh.allowFrom[0].principals[1]: no caller can match"
                + " \"spiffe://td/ns/a/sa/b\""
                + form
                + ", without \"spiffe://\"",
            "5:66 spec.mesh.allowFrom[0].principals[2]: no caller can match \"a/ns/B/sa/c\"" + form,
            "5:79 spec.mesh.allowFrom[0].principals[3]: one \"*\" is any run of characters: don't"
                + " write two",
            "5:85 spec.mesh.allowFrom[0].principals[4]: no caller can match \"\"" + form),
        wrong(
            "mesh: {allowFrom: [{principals: ['" + "?".repeat(601) + "']}]}",
            "5:36 spec.mesh.allowFrom[0].principals[0]: a pattern for callers has at most 600"
                + " characters"),
        wrong(
            "mesh: {allowFrom: [{principals: ['*'], to: {port: [1]}}]}",
            "5:47 spec.mesh.allowFrom[0].to.port: unknown key, did you mean \"ports\"?"),
        wrong(
            "mesh: {allowFrom: [{principals: ['*'], to: {ports: [], methods: [], paths: []}}]}",
            "5:54 spec.mesh.allowFrom[0].to.ports" + nothing,
            "5:67 spec.mesh.allowFrom[0].to.methods" + nothing,
            "5:78 spec.mesh.allowFrom[0].to.paths" + nothing),
        wrong(
            "mesh: {allowFrom: [{principals: ['*'], to: {ports: [80, '81', 70000, ~, 8.5, 80, [1]]}}]}",
            "5:59 spec.mesh.allowFrom[0].to.ports[1]: "
                + port
                + ", but this is a string: remove the quotes",
            "5:65 spec.mesh.allowFrom[0].to.ports[2]: " + port + ", not \"70000\"",
            "5:72 spec.mesh.allowFrom[0].to.ports[3]: " + port + ", but this is nothing",
            "5:75 spec.mesh.allowFrom[0].to.ports[4]: " + port + ", not \"8.5\"",
            "5:80 spec.mesh.allowFrom[0].to.ports[5]: this stands in the list already",
            "5:84 spec.mesh.allowFrom[0].to.ports[6]: " + port + ", but this is a list"),
        wrong(
            "mesh: {allowFrom: [{principals: ['*'], to: {methods: [get, 'A B', no]}}]}",
            "5:57 spec.mesh.allowFrom[0].to.methods[0]: no method can match \"get\"" + noMethod,
            "5:62 spec.mesh.allowFrom[0].to.methods[1]: no method can match \"A B\"" + noMethod,
            "5:69 spec.mesh.allowFrom[0].to.methods[2]: expected a string: quote it, YAML reads it as"
                + " a boolean"),
        wrong(
            "mesh: {allowFrom: [{principals: ['*'], to: {paths: [api, '/a b', '/a#b', /é]}}]}",
            "5:55 spec.mesh.allowFrom[0].to.paths[0]: no path can match \"api\"" + noPath,
            "5:60 spec.mesh.allowFrom[0].to.paths[1]: no path can match \"/a b\"" + noPath,
            "5:68 spec.mesh.allowFrom[0].to.paths[2]: no path can match \"/a#b\"" + noPath,
            "5:76 spec.mesh.allowFrom[0].to.paths[3]: no path can match \"/é\"" + noPath),
        wrong(
            "mesh: {inject: {enabled: maybe, allow: [uservolume]}}",
            "5:28 spec.mesh.inject.enabled: expected true or false, not \"maybe\"",
            "5:43 spec.mesh.inject.allow[0]: expected userVolume, bootstrapOverride, proxyImage or"
                + " excludedPorts, not \"uservolume\", did you mean \"userVolume\"?"),
        wrong(
            "{match: {subjects: [jane]}, mesh: {mtls: {mode: STRICT}}}",
            "5:31 spec.mesh: a policy with match.subjects is about who asks the API server: put it"
                + " into another policy"),
        wrong(
            "exemptions: [{reason: x, checks: [mesh.mtls.mode, mesh.allowFrom]}]",
            "5:53 spec.exemptions[0].checks[1]: there is no check \"mesh.allowFrom\""));
  }

  private static Arguments wrong(String spec, String... problems) {
    return Arguments.of(spec, Arrays.asList(problems));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void saysWhatIsWrongAndWhere(String spec, List<String> problems) {
    assertThat(problemsOf(policy("edge", spec))).containsExactlyElementsOf(problems);
  }
}

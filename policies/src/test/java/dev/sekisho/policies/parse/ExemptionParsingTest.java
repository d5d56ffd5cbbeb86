package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.only;
import static dev.sekisho.policies.parse.Documents.parse;
import static dev.sekisho.policies.parse.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Exemption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionParsingTest {

  private static Exemption exemption(String keys) {
    return only(parse(policy("edge", "exemptions: [{reason: x, " + keys + "}]")))
        .exemptions()
        .getFirst();
  }

  @Test
  void onlyTheReasonIsRequired() {
    assertThat(only(parse(policy("edge", "exemptions: [{reason: x}]"))).exemptions())
        .containsExactly(
            new Exemption(
                List.of(), List.of(), Optional.empty(), List.of(), "x", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-01, 2027-01-01T00:00:00Z",
    "'\"2028-02-29\"', 2028-02-29T00:00:00Z",
    "2027-01-01T06:30:00Z, 2027-01-01T06:30:00Z",
    "'2027-01-01T06:30:00.5+02:00', 2027-01-01T04:30:00.500Z",
  })
  void expiryIsADateOrATimestamp(String text, Instant expected) {
    assertThat(exemption("expires: " + text).expires()).contains(expected);
  }

  @Test
  void everySectionThatChecksCanBeNamed() {
    assertThat(CheckNames.known())
        .contains(
            "hosts",
            "hosts.deny",
            "hosts.unlisted",
            "hosts.empty",
            "hosts.wildcard",
            "hosts.conflicts",
            "hosts.unique",
            "hosts.ingressClasses",
            "hosts.tls",
            "hosts.tls.required",
            "hosts.tls.mustCoverHosts",
            "hosts.annotations.deny",
            "hosts.annotations.require",
            "secrets",
            "secrets.default",
            "secrets.deny",
            "secrets.mounts.readOnly",
            "secrets.mounts.paths",
            "secrets.hostPaths",
            "secrets.hostPaths.deny",
            "secrets.providerClasses.allow",
            "secrets.providerClasses.check",
            "secrets.providerClasses.objectPrefixes",
            "secrets.automountServiceAccountToken",
            "rules")
        .doesNotContain(
            "hosts.allow",
            "hosts.ownerLabel",
            "secrets.grants",
            "secrets.hostPaths.allow",
            "exemptions",
            "match")
        .allSatisfy(
            name -> assertThat(exemption("checks: [" + name + "]").checks()).contains(name));
    assertThat(exemption("checks: [rules.some-name, rules.a.b]").checks()).hasSize(2);
  }
}

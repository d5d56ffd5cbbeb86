package dev.sekisho.controlplane.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CaBundlesTest {

  private static final String PEM = "CA of ours";
  private static final String BASE64 = "Q0Egb2Ygb3Vycw==";

  private static JsonNode configuration(String... entries) {
    return Trees.yaml("webhooks: [" + String.join(", ", entries) + "]");
  }

  private static String entry(String name, String client) {
    return "{name: %s, clientConfig: {%s}}".formatted(name, client);
  }

  @Test
  void whatIsRightIsLeftAlone() {
    var right = entry("validate.sekisho.dev", "url: u, caBundle: '" + BASE64 + "'");

    assertThat(CaBundles.repair(configuration(right, right), PEM)).isEmpty();
    assertThat(CaBundles.repair(configuration(), PEM)).isEmpty();
    assertThat(CaBundles.repair(new ObjectMapper().createObjectNode(), PEM)).isEmpty();
  }

  @Test
  void emptyMissingAndOthersAreReplacedWhereTheEntryIsStillThatOne() {
    var found =
        configuration(
            entry("validate.sekisho.dev", "url: u"),
            entry("policy.sekisho.dev", "url: u, caBundle: '" + BASE64 + "'"),
            entry("inject.sekisho.dev", "url: u, caBundle: ''"),
            entry("mutate.sekisho.dev", "url: u, caBundle: b3RoZXI="));

    assertThat(CaBundles.repair(found, PEM))
        .isEqualTo(
            Trees.yaml(
                """
                    - {op: test, path: /webhooks/0/name, value: validate.sekisho.dev}
                    - {op: add, path: /webhooks/0/clientConfig/caBundle, value: 'Q0Egb2Ygb3Vycw=='}
                    - {op: test, path: /webhooks/2/name, value: inject.sekisho.dev}
                    - {op: add, path: /webhooks/2/clientConfig/caBundle, value: 'Q0Egb2Ygb3Vycw=='}
                    - {op: test, path: /webhooks/3/name, value: mutate.sekisho.dev}
                    - {op: add, path: /webhooks/3/clientConfig/caBundle, value: 'Q0Egb2Ygb3Vycw=='}
                    """));
  }

  @Test
  void anotherOnesEntryIsNotOurs() {
    var found =
        configuration(entry("scan.acme.example", "url: u"), entry("fakesekisho.dev", "url: u"));

    assertThat(CaBundles.repair(found, PEM)).isEmpty();
  }
}

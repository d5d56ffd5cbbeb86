package dev.sekisho.policies.parse.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPositionsTest {

  private static final String TEXT =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: front
        annotations:
          example.org/a.b: x
      spec:
        rules:
        - host: one
        - {host: two}
      """;

  @ParameterizedTest
  @CsvSource({
    "spec.rules[0].host, 9:5",
    "spec.rules[1].host, 10:6",
    "spec.rules[1], 10:5",
    "metadata.annotations[example.org/a.b], 6:5",
    "metadata.annotations[example.org/none], 5:3",
    "spec.rules[7].host, 8:3",
    "spec.tls, 7:1",
    "spec.rules[x], 8:3",
    "metadata.name.x, 4:3",
    "'', 1:1",
  })
  void findsTheFieldOrWhatIsNearestAboveIt(String path, String position) {
    var document = ManifestReader.read(TEXT).documents().getFirst();

    assertThat(document.position(path)).hasToString(position);
  }
}

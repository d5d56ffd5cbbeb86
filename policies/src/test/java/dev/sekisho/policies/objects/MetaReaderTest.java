package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaReaderTest {

  private static ObjectMeta read(String metadata) {
    return MetaReader.read(Trees.object("{metadata: " + metadata + "}"));
  }

  @Test
  void readsAllParts() {
    assertThat(
            read(
                """
                {namespace: 'qa', name: 'n', uid: 'u', creationTimestamp: '2026-01-02T03:04:05Z',
                 labels: {a: 'b'}, annotations: {c: 'd'}}
                """))
        .isEqualTo(
            new ObjectMeta(
                "qa",
                "n",
                "u",
                Instant.parse("2026-01-02T03:04:05Z"),
                Map.of("a", "b"),
                Map.of("c", "d"),
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "5",
        "[]",
        "{name: 5, namespace: [], uid: true, creationTimestamp: 7, labels: 'x', annotations: []}",
        "{creationTimestamp: 'yesterday', labels: {a: 5}, annotations: {b: {}}}",
        "{creationTimestamp: null, deletionTimestamp: null, labels: {a: null}}",
        "{creationTimestamp: ''}",
      })
  void whatCantBeReadIsEmpty(String metadata) {
    assertThat(read(metadata))
        .isEqualTo(new ObjectMeta("", "", "", Instant.MAX, Map.of(), Map.of(), false));
  }

  @Test
  void withoutCreationTimeAnObjectIsTheYoungest() {
    assertThat(read("{}").creationTimestamp())
        .isAfter(read("{creationTimestamp: '9999-12-31T23:59:59Z'}").creationTimestamp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05Z",
        "0001-01-01T00:00:00Z",
        "2024-02-29T23:59:59Z",
        "2025-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T23:59:60Z",
        "2026-01-01T23:60:00Z",
        "2026-01-01T00:00:0xZ",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:00"
      })
  void takesTheTimesThatTheLibraryTakes(String time) {
    Optional<Instant> parsed;
    try {
      parsed = Optional.of(Instant.parse(time));
    } catch (DateTimeParseException e) {
      parsed = Optional.empty();
    }
    assertThat(read("{creationTimestamp: '" + time + "'}").creationTimestamp())
        .isEqualTo(parsed.orElse(Instant.MAX));
  }

  @Test
  void readsTimesWithOffset() {
    assertThat(read("{creationTimestamp: '2026-01-02T05:04:05+02:00'}").creationTimestamp())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void goodLabelsStayWhereOthersAreBad() {
    assertThat(read("{labels: {a: 'b', c: 5}}").labels()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void knowsWhatIsBeingDeleted() {
    assertThat(read("{deletionTimestamp: '2026-01-02T03:04:05Z'}").deleting()).isTrue();
  }

  @Test
  void keepsNoCopyOfTheWholeObject() {
    String key = "kubectl.kubernetes.io/last-applied-configuration";
    assertThat(read("{annotations: {'" + key + "': 'all', other: 'x'}}").annotations())
        .isEqualTo(Map.of("other", "x"));
  }

  @Test
  void readsNamespaces() {
    assertThat(
            MetaReader.namespace(
                Trees.object(
                    "{metadata: {name: 'qa', labels: {a: 'b'}, annotations: {c: 'd'}}, spec: 5}")))
        .isEqualTo(new NamespaceFacts("qa", Map.of("a", "b"), Map.of("c", "d")));
    assertThat(NamespaceFacts.unknown("qa"))
        .isEqualTo(new NamespaceFacts("qa", Map.of(), Map.of()));
  }
}

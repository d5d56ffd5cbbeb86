package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.EXPIRED;
import static dev.sekisho.certs.CertificateProblem.Kind.INCONSISTENT;
import static dev.sekisho.certs.CertificateProblem.Kind.MISSING;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.kinds;
import static dev.sekisho.certs.TestCertificates.loaded;
import static dev.sekisho.certs.TestCertificates.refused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.RootDecision.Activate;
import dev.sekisho.certs.RootDecision.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RootStateFilesTest {
  private static final RootRotation ROTATION =
      new RootRotation(TRUST_DOMAIN, CertificateLifetimes.DEFAULT);
  private static final RootState STABLE = ROTATION.first(NOW, RANDOM);
  private static final RootState STAGED = ROTATION.apply(STABLE, new Stage(), NOW, RANDOM);
  private static final RootState ACTIVE = ROTATION.apply(STAGED, new Activate(), NOW, RANDOM);

  /** A rotation that began before the one before it was over. */
  private static final RootState ALL =
      ROTATION.apply(
          ROTATION.apply(
              ROTATION.apply(ACTIVE, new Stage(), NOW, RANDOM), new Activate(), NOW, RANDOM),
          new Stage(),
          NOW,
          RANDOM);

  private static Map<String, byte[]> files(RootState state) {
    var files = new TreeMap<String, byte[]>();
    RootStateFiles.write(state).forEach((name, text) -> files.put(name, bytes(text)));
    return files;
  }

  private static List<CertificateProblem> problems(Map<String, byte[]> files) {
    return refused(RootStateFiles.read(files, NOW));
  }

  @Test
  void comesBackAsItWas() {
    for (var state : List.of(STABLE, STAGED, ACTIVE, ALL)) {
      var again = loaded(RootStateFiles.read(files(state), NOW));
      assertThat(RootStateFiles.write(again)).isEqualTo(RootStateFiles.write(state));
      assertThat(again.trust()).isEqualTo(state.trust());
      assertThat(again.phase()).isEqualTo(state.phase());
    }
    assertThat(files(STABLE)).containsOnlyKeys("ca-cert.pem", "ca-key.pem", "root-cert.pem");
    assertThat(files(ALL)).hasSize(8);
  }

  @Test
  void noPartCanBeLeftOut() {
    for (var name : files(ALL).keySet()) {
      var files = files(ALL);
      files.remove(name);
      assertThat(problems(files))
          .anySatisfy(
              problem -> {
                assertThat(problem.kind()).isEqualTo(MISSING);
                assertThat(problem.subject()).isEqualTo(name);
              });
    }
    assertThat(kinds(problems(Map.of()))).containsExactly(MISSING, MISSING, MISSING);
  }

  @Test
  void noPartCanBeAnothers() {
    var other = ROTATION.apply(ROTATION.first(NOW, RANDOM), new Stage(), NOW, RANDOM);
    for (var name : List.of("ca-cert.pem", "ca-key.pem", "root-cert.pem", "next-key.pem")) {
      var files = files(STAGED);
      files.put(name, files(other).get(name));
      assertThat(problems(files)).isNotEmpty();
    }
    var files = files(ACTIVE);
    files.put("old-until", bytes("2026-01-01T00:00:00Z\n2026-01-01T00:00:00Z\n"));
    assertThat(kinds(problems(files))).contains(INCONSISTENT);
    files.put("old-until", bytes("tomorrow"));
    assertThat(problems(files))
        .anySatisfy(
            p ->
                assertThat(p.toString())
                    .isEqualTo("old-until: expected 1 times such as 2026-01-31T12:00:00Z"));
  }

  @Test
  void aCutOrSpoiltPartIsRefusedAndNeverShown() {
    var dice = new Random(7);
    var key = new String(files(ALL).get("ca-key.pem"), US_ASCII).lines().toList().get(1);
    for (var name : files(ALL).keySet()) {
      for (var i = 0; i < 20; i++) {
        var files = files(ALL);
        var content = Objects.requireNonNull(files.get(name)).clone();
        // Not the last line ends, which mean nothing.
        var cut = dice.nextInt(content.length - 2);
        files.put(name, Arrays.copyOf(content, cut));
        assertThat(problems(files)).asString().contains(name).doesNotContain(key.substring(0, 30));
      }
    }
  }

  @Test
  void anExpiredRootIsRefusedUnlessTheNextOneCanTakeItsPlace() {
    var end = STABLE.current().notAfter();
    assertThat(kinds(refused(RootStateFiles.read(files(STABLE), end)))).containsExactly(EXPIRED);

    var staged = ROTATION.apply(STABLE, new Stage(), end.minusSeconds(100), RANDOM);
    var again = loaded(RootStateFiles.read(files(staged), end.plusSeconds(5)));
    assertThat(ROTATION.decide(again, end.plusSeconds(5))).isEqualTo(new Activate());
    var bothEnded = staged.next().orElseThrow().authority().notAfter();
    assertThat(kinds(refused(RootStateFiles.read(files(staged), bothEnded)))).contains(EXPIRED);
  }

  @Test
  void printsNoKey() {
    var keys = new ArrayList<String>();
    RootStateFiles.write(ALL)
        .forEach(
            (name, text) -> {
              if (name.endsWith("key.pem")) {
                text.lines().filter(line -> !line.startsWith("-")).forEach(keys::add);
              }
            });
    assertThat(keys).hasSizeGreaterThan(3);
    assertThat(ALL.toString()).contains("redacted").doesNotContain(keys);
    assertThat(new AuthoritySwitch(ALL.current(), ALL.trust(), STABLE.current(), Instant.EPOCH))
        .asString()
        .contains("redacted")
        .doesNotContain(keys);
  }
}

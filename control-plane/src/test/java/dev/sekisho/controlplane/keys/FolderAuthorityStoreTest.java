package dev.sekisho.controlplane.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.certs.CertificateLifetimes;
import dev.sekisho.certs.RootDecision;
import dev.sekisho.certs.RootRotation;
import dev.sekisho.certs.RootState;
import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderAuthorityStoreTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final RootRotation ROTATION =
      new RootRotation(Authorities.TRUST_DOMAIN, CertificateLifetimes.DEFAULT);

  @TempDir private Path temp;
  private DataDirectory directory;
  private FolderAuthorityStore store;

  @BeforeEach
  void folder() {
    directory = DataDirectory.open(temp.resolve("data"));
    store = new FolderAuthorityStore(directory, InstantSource.fixed(NOW));
  }

  private AuthorityStore.Versioned load() {
    return store.loadOrCreate(() -> ROTATION.first(NOW, RANDOM)).root().orElseThrow();
  }

  private AuthorityStore.Versioned step(AuthorityStore.Versioned from, RootDecision decision) {
    var next = ROTATION.apply(from.state(), decision, NOW, RANDOM);
    var written = store.replace(from, next).orElseThrow();
    var read = load();
    assertThat(read.version()).isEqualTo(written.version());
    assertThat(read.state().trust()).isEqualTo(next.trust());
    assertThat(read.state().phase()).isEqualTo(next.phase());
    assertThat(read.state().current().privateKeyPem()).isEqualTo(next.current().privateKeyPem());
    return read;
  }

  private String published() {
    try {
      return Files.readString(directory.resolve("ca/root-cert.pem"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keepsEveryStateOfARotationAndPublishesItsRoots() throws IOException {
    var first = load();
    assertThat(directory.resolve("ca/rotation.json")).doesNotExist();

    var staged = step(first, new RootDecision.Stage());
    assertThat(published()).isEqualTo(staged.state().trust().pem());
    assertThat(DataDirectoryTest.mode(directory.resolve("ca/rotation.json")))
        .isEqualTo("rw-------");
    var active = step(staged, new RootDecision.Activate());
    assertThat(published()).isEqualTo(active.state().trust().pem());

    var retired = new RootState(active.state().current(), active.state().next(), List.of());
    var stable = store.replace(active, retired).orElseThrow();
    assertThat(load().version()).isEqualTo(stable.version());
    assertThat(published()).isEqualTo(stable.state().current().certificatePem());
    assertThat(directory.resolve("ca/rotation.json")).doesNotExist();
  }

  @Test
  void ofTwoWritersTheSecondLoses() {
    var first = load();
    step(first, new RootDecision.Stage());
    var late = ROTATION.apply(first.state(), new RootDecision.Stage(), NOW, RANDOM);
    assertThat(store.replace(first, late)).isEmpty();
    assertThat(load().state().next()).isPresent();
  }

  @Test
  void goesOnAfterAnEndBetweenTwoFiles() throws IOException {
    var first = load();
    var before = published();
    var staged = step(first, new RootDecision.Stage());
    Files.writeString(directory.resolve("ca/root-cert.pem"), before);

    assertThat(load().version()).isEqualTo(staged.version());
    assertThat(published()).isEqualTo(staged.state().trust().pem());
  }

  @Test
  void refusesASpoiltRotationAndDoesNotShowIt() throws IOException {
    var staged = step(load(), new RootDecision.Stage());
    var file = directory.resolve("ca/rotation.json");
    var good = Files.readString(file);
    var key = staged.state().current().privateKeyPem().lines().toList().get(1);
    for (var bad :
        List.of(
            "", "{", good.substring(0, good.length() / 2), good.replace("next-since", "next"))) {
      Files.writeString(file, bad);
      assertThatThrownBy(this::load)
          .isInstanceOf(StartupException.class)
          .message()
          .contains("ca/rotation.json", "restore")
          .doesNotContain(key.substring(0, 20))
          .hasLineCount(1);
      assertThat(Files.readString(file)).isEqualTo(bad);
    }
  }
}

package dev.sekisho.controlplane.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.SpiffeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String NODE = "router~127.0.0.1~gw.shop~shop.svc.cluster.local";

  @TempDir private Path temp;

  @Test
  void namesTheProxyAndLivesADay() throws Exception {
    var directory = DataDirectory.open(temp.resolve("data"));
    var authority = Authorities.loadOrCreate(directory, NOW, RANDOM);
    var identity = new SpiffeId(Authorities.TRUST_DOMAIN, "shop", "sekisho-gateway");

    var files = ClientCertificate.issue(directory, authority, identity, NODE, NOW, RANDOM);

    var issued = read(files);
    assertThat(issued.leaf().getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("spiffe://cluster.local/ns/shop/sa/sekisho-gateway");
    assertThat(issued.leaf().getExtendedKeyUsage())
        .as("client authentication, nothing else")
        .containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(issued.notAfter()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    issued.leaf().verify(authority.certificate().getPublicKey());
    assertThat(files.authority()).hasContent(authority.certificatePem());
    assertThat(DataDirectoryTest.mode(files.key())).isEqualTo("rw-------");
    assertThat(DataDirectoryTest.mode(files.certificate())).isEqualTo("rw-------");
  }

  @Test
  void eachNodeHasItsOwnFolderWhateverItsId() {
    var directory = DataDirectory.open(temp.resolve("data"));
    var authority = Authorities.loadOrCreate(directory, NOW, RANDOM);
    var identity = new SpiffeId(Authorities.TRUST_DOMAIN, "shop", "sekisho-gateway");

    var one = ClientCertificate.issue(directory, authority, identity, NODE, NOW, RANDOM);
    var again = ClientCertificate.issue(directory, authority, identity, NODE, NOW, RANDOM);
    var other = ClientCertificate.issue(directory, authority, identity, "../../x", NOW, RANDOM);

    assertThat(again).isEqualTo(one);
    assertThat(other.key()).isNotEqualTo(one.key());
    assertThat(other.key().normalize()).startsWith(temp.resolve("data/clients"));
  }

  private static IssuedCertificate read(ClientCertificate files) throws IOException {
    var loaded =
        IssuedCertificate.load(
            Files.readAllBytes(files.certificate()), Files.readAllBytes(files.key()));
    return ((LoadResult.Loaded<IssuedCertificate>) loaded).value();
  }
}

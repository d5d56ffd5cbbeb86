package dev.sekisho.xds.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.TlsCertificate;
import org.junit.jupiter.api.Test;

class SecretTranslatorTest {
  @Test
  void carriesChainAndKey() {
    var secret =
        new SecretTranslator()
            .translate(new SecretKey("shop", "tls"), new TlsCertificate("chain", "key"));
    assertThat(secret.getName()).isEqualTo("kubernetes://shop/tls");
    assertThat(secret.getTlsCertificate().getCertificateChain().getInlineString())
        .isEqualTo("chain");
    assertThat(secret.getTlsCertificate().getPrivateKey().getInlineString()).isEqualTo("key");
  }

  @Test
  void certificatesPrintRedacted() {
    assertThat(new TlsCertificate("chain", "key")).hasToString("TlsCertificate[redacted]");
  }
}

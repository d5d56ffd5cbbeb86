package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_PEM;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_LARGE;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.kinds;
import static dev.sekisho.certs.TestCertificates.loaded;
import static dev.sekisho.certs.TestCertificates.refused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PemReaderTest {
  private static final int MAX = 10_000;
  private static final byte[] CONTENT = new byte[] {1, 2, 3, 4};

  private static LoadResult<List<PemBlock>> read(String text) {
    return PemReader.read("x.pem", bytes(text), MAX);
  }

  @Test
  void readsBlocksAmongOtherText() {
    var text =
        """
        Certificate chain
         0 s:CN = a
        %s---
        Server certificate
        %s
        """
            .formatted(PemText.of("CERTIFICATE", CONTENT), PemText.of("PRIVATE KEY", CONTENT));

    var blocks = loaded(read(text));

    assertThat(blocks).extracting(PemBlock::label).containsExactly("CERTIFICATE", "PRIVATE KEY");
    assertThat(blocks).extracting(PemBlock::line).containsExactly(3, 8);
    assertThat(blocks).allSatisfy(block -> assertThat(block.content()).isEqualTo(CONTENT));
  }

  @Test
  void readsAnyLineEndsIndentationAndAByteOrderMark() {
    var pem = PemText.of("CERTIFICATE", CONTENT);
    assertThat(loaded(read(pem.replace("\n", "\r\n")))).hasSize(1);
    assertThat(loaded(read(pem.replace("\n", "\r")))).hasSize(1);
    assertThat(loaded(read(pem.indent(4)))).hasSize(1);
    assertThat(loaded(read("\ufeff" + pem))).hasSize(1);
    assertThat(loaded(read(pem.stripTrailing()))).hasSize(1);
  }

  @Test
  void seesThatAKeyIsEncrypted() {
    var text =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AQIDBA==
        -----END RSA PRIVATE KEY-----
        """;
    assertThat(loaded(read(text)))
        .singleElement()
        .satisfies(block -> assertThat(block.encrypted()).isTrue());
  }

  @Test
  void reportsEveryBrokenBlockWithItsLine() {
    var text =
        """
        -----BEGIN CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        AQ!IDBA==
        -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        AQIDBA==
        -----END PRIVATE KEY-----
        -----BEGIN CERTIFICATE----- AQIDBA== -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        AQIDBA==
        """;
    assertThat(refused(read(text)))
        .extracting(CertificateProblem::toString)
        .containsExactly(
            "x.pem: line 1: this block has no END line; is the text cut off?",
            "x.pem: line 2: the content of this block isn't base64",
            "x.pem: line 5: the END line of this block doesn't match its BEGIN",
            "x.pem: line 8: not a whole BEGIN line; have the line breaks been lost?",
            "x.pem: line 9: this block has no END line; is the text cut off?");
  }

  @Test
  void quotesNothingOfAKeyWhoseLineBreaksAreLost() {
    var text = PemText.of("PRIVATE KEY", "SECRETSECRET".getBytes(US_ASCII));
    var body = text.lines().toList().get(1);
    for (var broken : List.of(text.replace("\n", " "), text.replace("\n", "\\n"))) {
      var problems = refused(read(broken));
      assertThat(kinds(problems)).containsExactly(MALFORMED_PEM);
      assertThat(problems.toString()).doesNotContain(body);
    }
  }

  @Test
  void refusesLargeInputUnread() {
    assertThat(kinds(refused(read("x".repeat(MAX + 1))))).containsExactly(TOO_LARGE);
    assertThat(loaded(read("x".repeat(MAX)))).isEmpty();
  }

  @Property
  void neverCrashesOnArbitraryBytes(@ForAll @Size(max = 2000) byte[] input) {
    assertThat(PemReader.read("x", input, MAX)).isNotNull();
    assertThat(CertificateReader.read("x", input, 3)).isInstanceOf(LoadResult.Refused.class);
    assertThat(PrivateKeyReader.read("x", input)).isInstanceOf(LoadResult.Refused.class);
  }

  @Property
  void neverCrashesOnNearlyPem(@ForAll("nearlyPem") String input) {
    var lines = input.lines().count();
    if (read(input) instanceof LoadResult.Refused<List<PemBlock>>(var problems)) {
      assertThat(problems)
          .allSatisfy(
              problem -> {
                var line = problem.message().replaceAll("line (\\d+):.*", "$1");
                assertThat(Integer.parseInt(line)).isBetween(1, (int) lines);
              });
    }
  }

  @Property
  void readsBackWhatIsWritten(@ForAll @Size(max = 300) byte[] content) {
    assertThat(loaded(read(PemText.of("CERTIFICATE", content))))
        .singleElement()
        .satisfies(block -> assertThat(block.content()).isEqualTo(content));
  }

  @Provide
  Arbitrary<String> nearlyPem() {
    return Arbitraries.of(
            "-----BEGIN CERTIFICATE-----",
            "-----END CERTIFICATE-----",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "-----BEGIN",
            "-----END",
            "AQIDBA==",
            "A",
            "Proc-Type: 4,ENCRYPTED",
            "\u00ef\u00bb\u00bf",
            "\n",
            "\r",
            " ")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }
}

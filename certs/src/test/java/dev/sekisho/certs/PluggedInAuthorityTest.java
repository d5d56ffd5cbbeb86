package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.BROKEN_CHAIN;
import static dev.sekisho.certs.CertificateProblem.Kind.EXPIRED;
import static dev.sekisho.certs.CertificateProblem.Kind.KEY_MISMATCH;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_PEM;
import static dev.sekisho.certs.CertificateProblem.Kind.MISSING;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_AN_AUTHORITY;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_YET_VALID;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_CERTIFICATE;
import static dev.sekisho.certs.Chain.likeRealOnes;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.RSA_2048;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.kinds;
import static dev.sekisho.certs.TestCertificates.loaded;
import static dev.sekisho.certs.TestCertificates.pem;
import static dev.sekisho.certs.TestCertificates.pkcs8;
import static dev.sekisho.certs.TestCertificates.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class PluggedInAuthorityTest {
  private static final Chain ROOT = Chain.root("root", likeRealOnes());
  private static final Chain MIDDLE = ROOT.below("middle", likeRealOnes().withPathLength(1));
  private static final Chain SIGNER = MIDDLE.below("signer", likeRealOnes().withPathLength(0));

  private static CertificateAuthority load(Map<String, byte[]> files) {
    return loaded(PluggedInAuthority.load(files, NOW));
  }

  private static List<CertificateProblem> problems(Map<String, byte[]> files) {
    return refused(PluggedInAuthority.load(files, NOW));
  }

  private static Map<String, byte[]> good() {
    return SIGNER.files(
        ROOT.certificate(), SIGNER.certificate(), MIDDLE.certificate(), ROOT.certificate());
  }

  @Test
  void showsTheChainWithoutItsRoot() {
    var authority = load(good());
    var issued = authority.issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM);

    assertThat(issued.chain().subList(1, 3))
        .containsExactly(SIGNER.certificate(), MIDDLE.certificate());
    assertThat(issued.chain()).hasSize(3);
    assertThat(TrustBundle.isIssuer(SIGNER.certificate(), issued.leaf())).isTrue();
    assertThat(authority.trustBundle().roots()).containsExactly(ROOT.certificate());
    assertThat(authority.root()).isEqualTo(ROOT.certificate());
    assertThat(authority.isSelfMade()).isFalse();
  }

  @Test
  void takesAChainWithoutItsEnds() {
    var withoutEnds = SIGNER.files(ROOT.certificate(), MIDDLE.certificate());
    assertThat(load(withoutEnds).intermediates()).isEqualTo(load(good()).intermediates());
    var withoutRoot = SIGNER.files(ROOT.certificate(), SIGNER.certificate(), MIDDLE.certificate());
    assertThat(load(withoutRoot).intermediates()).isEqualTo(load(good()).intermediates());
  }

  @Test
  void needsNoChainWhereThereIsNothingBetween() {
    assertThat(load(MIDDLE.files(ROOT.certificate())).intermediates())
        .containsExactly(MIDDLE.certificate());
    var empty = MIDDLE.files(ROOT.certificate());
    empty.put("cert-chain.pem", bytes("\n"));
    assertThat(load(empty).intermediates()).containsExactly(MIDDLE.certificate());
  }

  @Test
  void takesARootThatSignsItself() {
    var authority = load(ROOT.files(ROOT.certificate(), ROOT.certificate()));
    assertThat(authority.intermediates()).isEmpty();
    assertThat(authority.issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM).chain()).hasSize(1);
  }

  @Test
  void takesSeveralRoots() {
    var other = Chain.root("other", likeRealOnes());
    var files = good();
    files.put("root-cert.pem", bytes(pem(other.certificate(), ROOT.certificate())));
    assertThat(load(files).trustBundle().roots())
        .containsExactly(other.certificate(), ROOT.certificate());
    assertThat(load(files).root()).isEqualTo(ROOT.certificate());
  }

  @Test
  void takesRsa() {
    var root = Chain.root("root", likeRealOnes().withKey(RSA_2048));
    var signer = root.below("signer", likeRealOnes().withKey(TestCertificates.rsa(3072)));
    var issued =
        load(signer.files(root.certificate()))
            .issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM);
    assertThat(issued.leaf().getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(TrustBundle.isIssuer(signer.certificate(), issued.leaf())).isTrue();
  }

  @Test
  void leavesEndWithTheFirstOfTheirIssuers() {
    var end = NOW.plus(Duration.ofHours(5));
    for (var ending : List.of("root", "middle", "signer")) {
      var how = likeRealOnes();
      var root = Chain.root("root", ending.equals("root") ? how.until(end) : how);
      var middle = root.below("middle", ending.equals("middle") ? how.until(end) : how);
      var signer = middle.below("signer", ending.equals("signer") ? how.until(end) : how);
      var authority = load(signer.files(root.certificate(), middle.certificate()));

      assertThat(authority.notAfter()).as(ending).isEqualTo(end);
      assertThat(authority.issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM).notAfter())
          .isEqualTo(end);
    }
  }

  @Test
  void namesWhatIsMissing() {
    for (var name : List.of("ca-cert.pem", "ca-key.pem", "root-cert.pem")) {
      var files = good();
      files.remove(name);
      assertThat(problems(files))
          .containsExactly(new CertificateProblem(MISSING, name, "is missing"));
    }
  }

  @Test
  void namesWhatCanNotBeRead() {
    for (var name : List.of("ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem")) {
      var files = good();
      files.put(name, bytes("-----BEGIN CERTIFICATE-----\nabc"));
      assertThat(problems(files))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.subject()).isEqualTo(name);
                assertThat(problem.kind()).isEqualTo(MALFORMED_PEM);
              });
    }
    var files = good();
    files.put("root-cert.pem", bytes(""));
    assertThat(kinds(problems(files))).containsExactly(NO_CERTIFICATE);
  }

  @Test
  void refusesAnothersKey() {
    var files = good();
    files.put("ca-key.pem", bytes(pkcs8(ROOT.key().getPrivate())));
    assertThat(kinds(problems(files))).containsExactly(KEY_MISMATCH);
  }

  @Test
  void refusesARootThatHasNotSigned() {
    var other = Chain.root("root", likeRealOnes());
    var files = good();
    files.put("root-cert.pem", bytes(pem(other.certificate())));
    assertThat(problems(files))
        .singleElement()
        .asString()
        .isEqualTo(
            "root-cert.pem: no root here has signed \"CN=root\", the last certificate of the chain");
  }

  @Test
  void refusesAGapAndAWrongOrder() {
    assertThat(kinds(problems(SIGNER.files(ROOT.certificate())))).containsExactly(BROKEN_CHAIN);
    var below = SIGNER.below("below", likeRealOnes());
    var loose = MIDDLE.below("signer", likeRealOnes().withPathLength(5));
    var limitless = ROOT.below("middle", likeRealOnes());
    assertThat(
            problems(
                below.files(
                    ROOT.certificate(),
                    limitless.certificate(),
                    loose.certificate(),
                    MIDDLE.certificate())))
        .anySatisfy(p -> assertThat(p.toString()).contains("hasn't signed", "comes before it"));
  }

  @Test
  void refusesWhatMayNotSignSoManyBelow() {
    var narrow = ROOT.below("middle", likeRealOnes().withPathLength(0));
    var signer = narrow.below("signer", likeRealOnes());
    assertThat(problems(signer.files(ROOT.certificate(), narrow.certificate())))
        .singleElement()
        .asString()
        .isEqualTo(
            "cert-chain.pem: \"CN=middle\" has a path length of 0"
                + " (expected: >= 1, for the authorities below it)");
    var root = Chain.root("root", likeRealOnes().withPathLength(1));
    var middle = root.below("middle", likeRealOnes());
    var two = middle.below("signer", likeRealOnes());
    assertThat(kinds(problems(two.files(root.certificate(), middle.certificate()))))
        .containsExactly(BROKEN_CHAIN);
  }

  @Test
  void refusesWhatIsNoAuthority() {
    var leaf = MIDDLE.below("signer", likeRealOnes().withPathLength(-1));
    var files = leaf.files(ROOT.certificate(), MIDDLE.certificate());
    assertThat(kinds(problems(files))).containsExactly(NOT_AN_AUTHORITY);
    var usage = ROOT.below("m", likeRealOnes().withUsage(KeyUsage.digitalSignature));
    var signer = usage.below("signer", likeRealOnes());
    assertThat(kinds(problems(signer.files(ROOT.certificate(), usage.certificate()))))
        .containsExactly(NOT_AN_AUTHORITY);
  }

  @Test
  void refusesWhatIsNotValidNow() {
    var ended = NOW.minusSeconds(1);
    var root = Chain.root("root", likeRealOnes().until(ended));
    var middle = root.below("middle", likeRealOnes().until(ended));
    var signer = middle.below("signer", likeRealOnes().from(NOW.plusSeconds(1)));
    var problems = problems(signer.files(root.certificate(), middle.certificate()));

    assertThat(kinds(problems)).containsExactly(NOT_YET_VALID, EXPIRED, EXPIRED);
    assertThat(problems)
        .extracting(CertificateProblem::subject)
        .containsExactly("ca-cert.pem", "cert-chain.pem", "root-cert.pem");
  }

  @Test
  void tellsInTimeThatItEnds() {
    var root = Chain.root("root", likeRealOnes().until(NOW.plus(Duration.ofDays(3650))));
    var signer = root.below("signer", likeRealOnes().until(NOW.plus(Duration.ofDays(100))));
    var authority = load(signer.files(root.certificate()));
    var day70 = NOW.plus(Duration.ofDays(70));

    assertThat(ExpiryNotice.of("cacerts", authority, day70.minusSeconds(1))).isEmpty();
    assertThat(ExpiryNotice.of("cacerts", authority, day70)).isPresent();
    var brief = root.below("signer", likeRealOnes().until(NOW.plus(Duration.ofHours(5))));
    var short6 = load(brief.files(root.certificate())); // six hours in all
    assertThat(ExpiryNotice.of("cacerts", short6, NOW.plus(Duration.ofHours(3)).minusSeconds(1)))
        .isEmpty();
    assertThat(ExpiryNotice.of("cacerts", short6, NOW.plus(Duration.ofHours(3)))).isPresent();
  }
}

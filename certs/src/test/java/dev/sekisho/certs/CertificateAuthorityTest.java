package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.CA;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static dev.sekisho.certs.TestCertificates.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String EXTENDED_USAGE = "2.5.29.37";

  private static void validate(X509Certificate leaf, X509Certificate root, Instant at)
      throws Exception {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  @Test
  void theRootIsARoot() throws Exception {
    var root = CA.certificate();

    root.verify(root.getPublicKey());
    assertThat(root.getVersion()).isEqualTo(3);
    assertThat(root.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(((ECPublicKey) root.getPublicKey()).getParams().toString()).contains("secp256r1");
    assertThat(root.getSubjectX500Principal().getName())
        .isEqualTo("CN=Sekisho root CA,O=cluster.local");
    assertThat(root.getNotBefore()).isEqualTo("2026-11-21T11:55:00Z");
    assertThat(root.getNotAfter()).isEqualTo("2036-11-18T12:00:00Z");
    assertThat(root.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(root.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(root.getCriticalExtensionOIDs()).containsOnly(BASIC_CONSTRAINTS, KEY_USAGE);
    assertThat(root.getNonCriticalExtensionOIDs()).containsOnly(SUBJECT_KEY);
  }

  @Test
  void serialsAreRandomPositiveAndOf128Bits() {
    var serials = new HashSet<>();
    for (var i = 0; i < 20; i++) {
      var serial = CA.issue(serving("a"), NOW, RANDOM).leaf().getSerialNumber();
      assertThat(serial.signum()).isPositive();
      assertThat(serial.bitLength()).isEqualTo(128);
      serials.add(serial);
    }
    assertThat(serials).hasSize(20);
  }

  @Test
  void aServingCertificateHasNamesAndNoMoreRightsThanItNeeds() throws Exception {
    var profile =
        IssuanceProfile.serving(
            List.of("sekisho.sekisho-system.svc", "localhost", "localhost"),
            List.of("127.0.0.1", "::1"),
            IssuanceProfile.SERVING_VALIDITY);

    var leaf = CA.issue(profile, NOW, RANDOM).leaf();

    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactly(
            List.of(2, "sekisho.sekisho-system.svc"),
            List.of(2, "localhost"),
            List.of(7, "127.0.0.1"),
            List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getCriticalExtensionOIDs())
        .containsOnly(BASIC_CONSTRAINTS, KEY_USAGE, ALTERNATIVE_NAMES);
    assertThat(leaf.getNonCriticalExtensionOIDs())
        .containsOnly(SUBJECT_KEY, AUTHORITY_KEY, EXTENDED_USAGE);
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getIssuerX500Principal()).isEqualTo(CA.certificate().getSubjectX500Principal());
    assertThat(leaf.getNotBefore()).isEqualTo("2026-11-21T11:55:00Z");
    assertThat(leaf.getNotAfter()).isEqualTo("2026-11-28T12:00:00Z");
  }

  @Test
  void identitiesAreUrisAndOnlyAWorkloadMayAlsoServe() throws Exception {
    var client = CA.issue(IssuanceProfile.client(GATEWAY, Duration.ofHours(24)), NOW, RANDOM);
    var workload = CA.issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM);

    assertThat(client.leaf().getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(workload.leaf().getExtendedKeyUsage()).containsExactly(SERVER_AUTH, CLIENT_AUTH);
    for (var issued : List.of(client, workload)) {
      assertThat(issued.leaf().getSubjectAlternativeNames())
          .containsExactly(List.of(6, GATEWAY.toString()));
      assertThat(issued.notAfter()).isEqualTo(NOW.plus(Duration.ofHours(24)));
      assertThat(issued.leaf().getCriticalExtensionOIDs()).contains(ALTERNATIVE_NAMES);
    }
  }

  @Test
  void everyCertificateHasAKeyOfItsOwn() {
    var one = CA.issue(serving("a"), NOW, RANDOM);
    var other = CA.issue(serving("a"), NOW, RANDOM);
    assertThat(one.leaf().getPublicKey()).isNotEqualTo(other.leaf().getPublicKey());
    assertThat(KeyMatch.matches(one.privateKey(), one.leaf().getPublicKey())).isTrue();
    assertThat(KeyMatch.matches(one.privateKey(), other.leaf().getPublicKey())).isFalse();
  }

  @Test
  void javasOwnValidatorAcceptsWhatIsIssuedAndNothingElse() throws Exception {
    var other = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var leaf = CA.issue(serving("a"), NOW, RANDOM).leaf();

    validate(leaf, CA.certificate(), NOW);
    validate(leaf, CA.certificate(), NOW.plus(Duration.ofDays(7)));
    assertThatThrownBy(() -> validate(leaf, other.certificate(), NOW))
        .isInstanceOf(CertPathValidatorException.class);
    assertThatThrownBy(
            () -> validate(leaf, CA.certificate(), NOW.plus(Duration.ofDays(7)).plusSeconds(1)))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void anAuthorityWithAnRsaKeySigns() throws Exception {
    var root = TestCertificates.selfSigned(TestCertificates.RSA_2048, true);
    var ca =
        new CertificateAuthority(IssuerChain.ofRoot(root), TestCertificates.RSA_2048.getPrivate());
    validate(ca.issue(serving("a"), NOW, RANDOM).leaf(), root, NOW);
  }

  @Test
  void namesTheIssuersKeyAsTheIssuerDoes() {
    var key = TestCertificates.ec("secp256r1");
    var value = new byte[] {4, 3, 7, 7, 7};
    var root = TestCertificates.rootWithKeyIdentifier(key, value);
    var leaf =
        new CertificateAuthority(IssuerChain.ofRoot(root), key.getPrivate())
            .issue(serving("a"), NOW, RANDOM);
    assertThat(leaf.leaf().getExtensionValue(AUTHORITY_KEY)).endsWith(7, 7, 7);
  }

  @Test
  void survivesAnIssuerWithAnUnreadableKeyIdentifier() throws Exception {
    var key = TestCertificates.ec("secp256r1");
    var root = TestCertificates.rootWithKeyIdentifier(key, new byte[] {2, 1, 7});
    var ca =
        TestCertificates.loaded(
            CertificateAuthority.load(
                TestCertificates.bytes(TestCertificates.pem(root)),
                TestCertificates.bytes(TestCertificates.pkcs8(key.getPrivate())),
                NOW));
    assertThat(ca.issue(serving("a"), NOW, RANDOM).leaf().getExtensionValue(AUTHORITY_KEY))
        .hasSizeGreaterThan(20);
  }

  @Test
  void refusesToIssueWhenItIsNotValidItself() {
    var end = CA.notAfter();
    for (var at : List.of(end, end.plusSeconds(1), NOW.minus(Duration.ofMinutes(6)))) {
      assertThatThrownBy(() -> CA.issue(serving("a"), at, RANDOM))
          .isInstanceOfSatisfying(
              CertificateAuthorityException.class,
              e -> assertThat(e.reason().label()).isEqualTo("issuer_not_valid"));
    }
  }

  @Property(tries = 100)
  void noLeafOutlivesItsIssuerAndEachIsValidAtOnce(
      @ForAll @LongRange(min = -300_000, max = 315_619_199_999L) long age,
      @ForAll @LongRange(min = 60, max = 7_776_000) long validity)
      throws Exception {
    var now = NOW.plusMillis(age);
    var profile = IssuanceProfile.serving(List.of("a"), List.of(), Duration.ofSeconds(validity));
    if (now.isBefore(CA.notAfter())) {
      var issued = CA.issue(profile, now, RANDOM);
      assertThat(issued.notAfter()).isBeforeOrEqualTo(CA.notAfter());
      assertThat(issued.leaf().getNotBefore()).isAfterOrEqualTo(CA.certificate().getNotBefore());
      validate(issued.leaf(), CA.certificate(), now);
    }
  }
}

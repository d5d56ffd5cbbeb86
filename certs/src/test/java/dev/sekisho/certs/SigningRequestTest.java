package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.BAD_SIGNATURE;
import static dev.sekisho.certs.CertificateProblem.Kind.FOREIGN_NAMES;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_PEM;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_REQUEST;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_REQUEST;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_LARGE;
import static dev.sekisho.certs.CertificateProblem.Kind.UNSUPPORTED_KEY;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.RSA_2048;
import static dev.sekisho.certs.TestCertificates.ec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningRequestTest {
  private static final KeyPair P256 = ec("secp256r1");

  static Stream<TestRequest> good() {
    var own = new GeneralName(GeneralName.uniformResourceIdentifier, GATEWAY.toString());
    return Stream.of(
        TestRequest.by(P256),
        TestRequest.by(ec("secp384r1")).signed("SHA384withECDSA"),
        TestRequest.by(RSA_2048).signed("SHA256withRSA"),
        TestRequest.by(RSA_2048).signed("SHA512withRSA").names(own),
        TestRequest.by(P256).names(own),
        TestRequest.by(P256).names(own, own),
        TestRequest.by(P256).subject("CN=kubernetes-admin,O=system:masters"),
        TestRequest.by(P256).authority());
  }

  @ParameterizedTest
  @MethodSource("good")
  void takesTheKeyAndNothingElse(TestRequest request) {
    var read = SigningRequest.read(request.pem(), GATEWAY);

    assertThat(read)
        .isEqualTo(new LoadResult.Loaded<>(new SigningRequest(request.key().getPublic())));
  }

  @Test
  void takesTheLabelOfOldPrograms() {
    var pem = new String(TestRequest.by(P256).pem(), UTF_8);

    assertThat(
            SigningRequest.read(
                pem.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST").getBytes(UTF_8),
                GATEWAY))
        .isInstanceOf(LoadResult.Loaded.class);
  }

  static Stream<GeneralName> foreign() {
    return Stream.of(
        uri("spiffe://cluster.local/ns/ingress/sa/admin"),
        uri("spiffe://other.domain/ns/ingress/sa/gateway"),
        uri(GATEWAY + "/"),
        uri(GATEWAY + "\u0000"),
        new GeneralName(GeneralName.dNSName, "kubernetes.default.svc"),
        new GeneralName(GeneralName.dNSName, GATEWAY.toString()),
        new GeneralName(GeneralName.iPAddress, "10.0.0.1"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void refusesNamesOfOthers(GeneralName name) {
    assertRefused(TestRequest.by(P256).names(name).pem(), FOREIGN_NAMES);
    assertRefused(TestRequest.by(P256).names(uri(GATEWAY.toString()), name).pem(), FOREIGN_NAMES);
    assertRefused(
        TestRequest.by(P256).names(uri(GATEWAY.toString())).moreNames(name).pem(), FOREIGN_NAMES);
  }

  @Test
  void saysWhichNameItIsAndWhose() {
    var pem = TestRequest.by(P256).names(uri("spiffe://cluster.local/ns/pay/sa/db")).pem();

    assertThat(problem(pem).message())
        .contains("spiffe://cluster.local/ns/pay/sa/db", GATEWAY.toString());
  }

  @Test
  void refusesAKeyThatTheSenderDoesNotHold() {
    assertRefused(TestRequest.by(P256).signedBy(ec("secp256r1")).pem(), BAD_SIGNATURE);
    assertRefused(
        TestRequest.by(RSA_2048).signed("SHA256withRSA").signedBy(TestCertificates.rsa(2048)).pem(),
        BAD_SIGNATURE);
    assertRefused(
        TestRequest.by(P256).signedBy(RSA_2048).signed("SHA256withRSA").pem(), BAD_SIGNATURE);
  }

  @Test
  void refusesSignaturesThatShowNothing() {
    assertRefused(TestRequest.by(RSA_2048).signed("SHA1withRSA").pem(), BAD_SIGNATURE);
    assertRefused(TestRequest.by(P256).signed("SHA1withECDSA").pem(), BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA,1024,SHA256withRSA",
    "RSA,2040,SHA256withRSA",
    "DSA,2048,SHA256withDSA",
    "Ed25519,255,Ed25519"
  })
  void refusesOtherKeys(String algorithm, int bits, String signature) {
    var key = TestCertificates.of(algorithm, bits);

    assertRefused(TestRequest.by(key).signed(signature).pem(), UNSUPPORTED_KEY);
  }

  @Test
  void refusesOtherCurves() {
    assertRefused(TestRequest.by(ec("secp521r1")).signed("SHA512withECDSA").pem(), UNSUPPORTED_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "65536", "4294967297"})
  void refusesStrangeExponents(String exponent) throws Exception {
    var modulus = ((RSAPublicKey) RSA_2048.getPublic()).getModulus();
    var key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
    var der = TestRequest.by(new KeyPair(key, RSA_2048.getPrivate())).exponent(exponent);

    assertRefused(der.signed("SHA256withRSA").pem(), UNSUPPORTED_KEY);
  }

  @Test
  void refusesAKeyThatIsTooLongBeforeAnySignature() {
    assertRefused(
        TestRequest.by(RSA_2048)
            .signed("SHA256withRSA")
            .modulus(BigInteger.ONE.shiftLeft(8191))
            .pem(),
        UNSUPPORTED_KEY);
  }

  @Test
  void refusesAPointOffTheCurve() {
    assertRefused(TestRequest.by(P256).pointOffTheCurve().pem(), MALFORMED_KEY);
  }

  @Test
  void refusesWhatIsTooLargeUnread() {
    var names =
        IntStream.range(0, 10_000)
            .mapToObj(i -> uri("spiffe://cluster.local/ns/n/sa/" + i))
            .toArray(GeneralName[]::new);

    assertRefused(TestRequest.by(P256).names(names).pem(), TOO_LARGE);
    assertRefused(new byte[100_000], TOO_LARGE);
  }

  @Test
  void refusesWhatIsNoRequest() {
    var pem = TestRequest.by(P256).pem();
    var twice = Arrays.copyOf(pem, 2 * pem.length);
    System.arraycopy(pem, 0, twice, pem.length, pem.length);

    assertRefused(new byte[0], NO_REQUEST);
    assertRefused(twice, NO_REQUEST);
    assertRefused(TestCertificates.CA.certificatePem().getBytes(UTF_8), NO_REQUEST);
    assertRefused(TestCertificates.CA.privateKeyPem().getBytes(UTF_8), NO_REQUEST);
    assertRefused("-----BEGIN CERTIFICATE REQUEST-----\nAAAA".getBytes(UTF_8), MALFORMED_PEM);
    assertRefused(block(new byte[0]), MALFORMED_REQUEST);
    assertRefused(block(new byte[] {0x30, 0}), MALFORMED_REQUEST);
  }

  @Test
  void deepNestingIsRefusedToo() {
    var indefinite = new byte[7000];
    for (var i = 0; i < indefinite.length; i += 2) {
      indefinite[i] = 0x30;
      indefinite[i + 1] = (byte) 0x80;
    }

    assertRefused(block(indefinite), MALFORMED_REQUEST);
  }

  @Property(tries = 300)
  void oneWrongByteNeverThrowsAndNeverChangesTheKey(
      @ForAll @IntRange(max = 400) int position, @ForAll byte value) {
    var der = TestRequest.by(P256).names(uri(GATEWAY.toString())).der();
    der[position % der.length] = value;

    switch (SigningRequest.read(block(der), GATEWAY)) {
      case LoadResult.Loaded<SigningRequest>(var request) ->
          assertThat(request.publicKey()).isEqualTo(P256.getPublic());
      case LoadResult.Refused<SigningRequest>(var problems) -> assertThat(problems).hasSize(1);
    }
  }

  private static byte[] block(byte[] der) {
    return PemText.of("CERTIFICATE REQUEST", der).getBytes(UTF_8);
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private static void assertRefused(byte[] pem, CertificateProblem.Kind kind) {
    assertThat(problem(pem).kind()).isEqualTo(kind);
  }

  private static CertificateProblem problem(byte[] pem) {
    return switch (SigningRequest.read(pem, GATEWAY)) {
      case LoadResult.Refused<SigningRequest>(var problems) -> problems.getFirst();
      case LoadResult.Loaded<SigningRequest> loaded ->
          throw new AssertionError("taken: " + loaded.value());
    };
  }
}

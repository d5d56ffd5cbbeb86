package dev.sekisho.controlplane.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.model.TlsCertificate;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CertificateAuthority ROOT =
      CertificateAuthority.createRoot(new TrustDomain("x.test"), Objects.NOW, RANDOM);
  private static final ObjectKey KEY = new ObjectKey("Secret", "shop", "tls");

  private final Objects objects = new Objects(new ClusterState("sekisho-system"));
  private final ClusterState state = objects.state();

  @Test
  void onlyThoseOfGrantedIngressesOfTheGatewayAreNamed() {
    objects.tlsIngress("shop", "old", "sekisho", "tls", 1);
    objects.tlsIngress("thief", "young", "sekisho", "stolen", 2);
    objects.tlsIngress("other", "elsewhere", "nginx", "nginx-tls", 0);
    assertThat(state.namedSecrets()).containsExactly(KEY);

    objects.policy("edge", "allow: ['nothing.test']");
    assertThat(state.namedSecrets()).isEmpty();
  }

  @Test
  void aSpoiltOrDeletedSecretLeavesTheLastGoodCertificate() {
    objects.tlsIngress("shop", "web", "sekisho", "tls", 1);
    state.namedSecrets();
    var good = issue();
    put(good.certificatePem(), good.privateKeyPem());
    assertThat(served()).contains(good.certificatePem());
    assertThat(state.secretProblems()).isEmpty();

    put("garbage", good.privateKeyPem());
    assertThat(served()).contains(good.certificatePem());
    assertThat(state.secretProblems().get(KEY)).contains("tls.crt").doesNotContain("PRIVATE");

    objects.delete("Secret", "shop", "tls");
    assertThat(served()).contains(good.certificatePem());
    assertThat(state.secretProblems().get(KEY)).isEqualTo("the Secret is gone");

    var next = issue();
    put(next.certificatePem(), next.privateKeyPem());
    assertThat(served()).contains(next.certificatePem());
    assertThat(state.secretProblems()).isEmpty();
  }

  @Test
  void aKeyOfAnotherCertificateIsNotServed() {
    objects.tlsIngress("shop", "web", "sekisho", "tls", 1);
    state.namedSecrets();

    put(issue().certificatePem(), issue().privateKeyPem());

    assertThat(served()).isEmpty();
    assertThat(state.secretProblems()).containsOnlyKeys(KEY);
  }

  @Test
  void whatIsNoLongerNamedIsForgotten() {
    objects.tlsIngress("shop", "web", "sekisho", "tls", 1);
    state.namedSecrets();
    var good = issue();
    put(good.certificatePem(), good.privateKeyPem());

    objects.delete("Ingress", "shop", "web");
    assertThat(state.namedSecrets()).isEmpty();
    objects.delete("Secret", "shop", "tls"); // as the source says of what it no longer watches
    state.namedSecrets();

    assertThat(served()).isEmpty();
    assertThat(state.secretProblems()).isEmpty();
  }

  @Test
  void stringDataIsReadToo() {
    objects.tlsIngress("shop", "web", "sekisho", "tls", 1);
    state.namedSecrets();
    var good = issue();
    var secret = JsonNodeFactory.instance.objectNode();
    secret
        .putObject("stringData")
        .put("tls.crt", good.certificatePem())
        .put("tls.key", good.privateKeyPem());

    state.apply(new ObjectChange.Upserted(KEY, secret), Objects.NOW);

    assertThat(served()).contains(good.certificatePem());
  }

  @Test
  void dataOfTheWrongTypeIsAProblemNotACrash() {
    objects.tlsIngress("shop", "web", "sekisho", "tls", 1);
    state.namedSecrets();
    for (String data : List.of("{tls.crt: 5, tls.key: {}}", "[]", "'x'", "{tls.crt: '%%%'}")) {
      var secret =
          Objects.tree(
              "{apiVersion: v1, kind: Secret, metadata: {name: tls, namespace: shop}, data: %s}"
                  .formatted(data));

      state.apply(new ObjectChange.Upserted(KEY, secret), Objects.NOW);

      assertThat(state.secretProblems()).containsOnlyKeys(KEY);
    }
  }

  @Test
  void aChangePrintsWithoutTheSecret() {
    var secret = JsonNodeFactory.instance.objectNode().put("hidden", "text");

    assertThat(new ObjectChange.Upserted(KEY, secret)).hasToString("Upserted[Secret/shop/tls]");
  }

  private Optional<String> served() {
    return Optional.ofNullable(
            state.gatewayInput().certificates().get(new SecretKey("shop", "tls")))
        .map(TlsCertificate::chainPem);
  }

  private static IssuedCertificate issue() {
    return ROOT.issue(
        IssuanceProfile.serving(List.of("x.test"), List.of(), Duration.ofDays(1)),
        Objects.NOW,
        RANDOM);
  }

  private void put(String certificate, String key) {
    var secret = JsonNodeFactory.instance.objectNode();
    secret.putObject("data").put("tls.crt", base64(certificate)).put("tls.key", base64(key));
    state.apply(new ObjectChange.Upserted(KEY, secret), Objects.NOW);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}

package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.CA;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
  @Test
  void printsAsTheUri() {
    assertThat(GATEWAY).hasToString("spiffe://cluster.local/ns/ingress/sa/gateway");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spiffe://cluster.local",
        "spiffe://cluster.local/ns/a",
        "spiffe://cluster.local/ns/a/sa/",
        "spiffe://cluster.local/ns//sa/b",
        "spiffe:///ns/a/sa/b",
        "spiffe://Cluster.Local/ns/a/sa/b",
        "spiffe://cluster.local:443/ns/a/sa/b",
        "spiffe://user@cluster.local/ns/a/sa/b",
        "SPIFFE://cluster.local/ns/a/sa/b",
        "https://cluster.local/ns/a/sa/b",
        "spiffe://cluster.local/ns/a/sa/b/",
        "spiffe://cluster.local/ns/a/sa/b/c",
        "spiffe://cluster.local/ns/a/sa/b?x",
        "spiffe://cluster.local/ns/a/sa/b#x",
        "spiffe://cluster.local/ns/a/sa/%62",
        "spiffe://cluster.local/ns/A/sa/b",
        "spiffe://cluster.local/ns/a.b/sa/b",
        "spiffe://cluster.local/ns/../sa/b",
        "spiffe://cluster.local/ns/a/sa/..",
        "spiffe://cluster.local/ns/a/sa/b\n",
        "spiffe://cluster.local/ns/a/sa/b\u0000",
        " spiffe://cluster.local/ns/a/sa/b"
      })
  void refusesWhatIsNoIdentity(String uri) {
    assertThat(SpiffeId.parse(uri)).isEmpty();
  }

  @Test
  void refusesNamesThatKubernetesDoesNotKnow() {
    var domain = GATEWAY.trustDomain();
    assertThatThrownBy(() -> new SpiffeId(domain, "a/b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("namespace: \"a/b\" (expected: an RFC 1123 label)");
    assertThatThrownBy(() -> new SpiffeId(domain, "a", "x\ny"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service account: \"x?y\" (expected: a DNS subdomain)");
  }

  @Test
  void isReadFromACertificate() {
    var client = CA.issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM);
    var server = CA.issue(serving("a"), NOW, RANDOM);

    assertThat(SpiffeId.of(client.leaf())).contains(GATEWAY);
    assertThat(SpiffeId.of(server.leaf())).isEmpty();
    assertThat(SpiffeId.of(CA.certificate())).isEmpty();
  }

  @Property
  void comesBackFromItsUri(@ForAll("identities") SpiffeId identity) {
    assertThat(SpiffeId.parse(identity.toString())).contains(identity);
  }

  @Property
  void whatParsesPrintsTheSame(@ForAll("nearlyUris") String uri) {
    SpiffeId.parse(uri).ifPresent(identity -> assertThat(identity).hasToString(uri));
  }

  @Provide
  Arbitrary<SpiffeId> identities() {
    var domains =
        Arbitraries.strings()
            .withChars("abz019._-")
            .ofMinLength(1)
            .ofMaxLength(255)
            .map(TrustDomain::new);
    var labels = Arbitraries.strings().withChars("abz019-").ofMinLength(1).ofMaxLength(63);
    var namespaces = labels.filter(DnsNames::isLabel);
    var accounts = labels.list().ofMinSize(1).ofMaxSize(4).map(l -> String.join(".", l));
    return Combinators.combine(domains, namespaces, accounts.filter(DnsNames::isSubdomain))
        .as(SpiffeId::new);
  }

  @Provide
  Arbitrary<String> nearlyUris() {
    return Arbitraries.of(
            "spiffe://", "/ns/", "/sa/", "a", "A", ".", "..", "/", "-", "é", "%", "\n")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts))
        .map(text -> text.startsWith("spiffe") ? text : "spiffe://td/ns/" + text);
  }
}

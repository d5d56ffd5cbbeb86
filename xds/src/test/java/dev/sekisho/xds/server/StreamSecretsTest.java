package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustBundle;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.store.ResourceStore;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StreamSecretsTest {
  private static final SpiffeId WEB = new SpiffeId(TestIdentities.DOMAIN, "shop", "web");
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private final List<Task> tasks = new ArrayList<>();
  private final List<Map<String, EncodedResource>> served = new ArrayList<>();
  private Instant now = START;
  private final CertificateAuthority root = root();
  private final TestCertificates certificates = new TestCertificates(root, () -> now);
  private final StreamSecrets secrets = secrets();

  private record Task(Instant at, Runnable work, AtomicBoolean cancelled) {}

  @Test
  void nothingIsMadeForWhoAsksForOtherSecrets() {
    secrets.asked(List.of("kubernetes://shop/tls"));
    assertThat(served).isEmpty();
    assertThat(tasks).isEmpty();
    assertThat(certificates.listeners()).isZero();
  }

  @Test
  void aCertificateOfTheWorkloadAndTheRootsAreServed() throws Exception {
    secrets.asked(List.of("ROOTCA"));
    var leaf = certificate();
    assertThat(SpiffeId.of(leaf)).contains(WEB);
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofHours(24)));
    assertThat(secret("default").getTlsCertificate().getPrivateKey().getInlineString())
        .startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(secret("ROOTCA").getValidationContext().getTrustedCa().getInlineString())
        .isEqualTo(root.trustBundle().pem());
  }

  @Test
  void itIsRenewedWithAnotherKeyBetweenFourTenthsAndHalfOfItsLife() throws Exception {
    secrets.asked(List.of("default", "ROOTCA"));
    var first = certificate();
    secrets.asked(List.of("default"));
    assertThat(served).as("asked for again").hasSize(1);

    var due = next().at();
    assertThat(due)
        .isBetween(START.plus(Duration.ofMinutes(570)), START.plus(Duration.ofHours(12)));
    runNext();
    assertThat(served).hasSize(2);
    assertThat(certificate().getPublicKey()).isNotEqualTo(first.getPublicKey());
    assertThat(certificate().getNotAfter().toInstant())
        .isEqualTo(due.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(24)));
    assertThat(next().at()).isAfter(due.plus(Duration.ofHours(9)));
  }

  @Test
  void newRootsAreServedAtOnceAndTheCertificateStays() throws Exception {
    secrets.asked(List.of("default"));
    var leaf = certificate();
    var next = root();
    certificates.replace(root, new TrustBundle(List.of(root.certificate(), next.certificate())));
    assertThat(certificate()).isEqualTo(leaf);
    assertThat(secret("ROOTCA").getValidationContext().getTrustedCa().getInlineString())
        .isEqualTo(root.certificatePem() + next.certificatePem());
  }

  @Test
  void aCertificateThatNobodyTrustsAnyMoreIsReplaced() throws Exception {
    secrets.asked(List.of("default"));
    var next = root();
    certificates.replace(next, next.trustBundle());
    assertThat(next.trustBundle().issuerOf(certificate())).isPresent();
  }

  @Test
  void anAuthorityThatFailsIsAskedAgainAndTheOldCertificateStays() throws Exception {
    secrets.asked(List.of("default"));
    var leaf = certificate();
    var expired =
        CertificateAuthority.createRoot(
            TestIdentities.DOMAIN, START.minus(Duration.ofDays(4000)), new SecureRandom());
    certificates.replace(expired, root.trustBundle());
    now = next().at();
    runNext();
    assertThat(certificate()).isEqualTo(leaf);
    certificates.replace(root, root.trustBundle());
    assertThat(certificate()).isNotEqualTo(leaf);
  }

  @Test
  void oneCutShortByTheEndOfItsIssuerIsRenewedInTimeOnceAnotherSigns() throws Exception {
    var brief =
        CertificateAuthority.createRoot(
            TestIdentities.DOMAIN, Duration.ofHours(1), START, new SecureRandom());
    var both = brief.trustBundle().and(root.trustBundle());
    certificates.replace(brief, both);
    secrets.asked(List.of("default"));
    var end = START.plus(Duration.ofHours(1));
    assertThat(certificate().getNotAfter().toInstant()).isEqualTo(end);

    certificates.replace(root, both);
    now = next().at();
    assertThat(now).isBefore(end.minus(Duration.ofMinutes(25)));
    runNext();
    assertThat(certificate().getNotAfter().toInstant()).isAfter(end.plus(Duration.ofHours(22)));
  }

  @Test
  void nothingGoesOnAfterTheEnd() {
    secrets.asked(List.of("default"));
    secrets.stop();
    assertThat(certificates.listeners()).isZero();
    assertThat(tasks).allMatch(task -> task.cancelled().get());
    secrets.asked(List.of("default"));
    assertThat(served).hasSize(1);
  }

  private StreamSecrets secrets() {
    var report = new StreamReport(XdsEvents.NONE, 1, "peer", ConnectedProxy.Variant.DELTA);
    var backends =
        new XdsBackends(
            new ResourceStore(), ProxyScopes.BY_ROLE, new TestIdentities(), certificates);
    Later later =
        (delay, work) -> {
          var cancelled = new AtomicBoolean();
          tasks.add(new Task(now.plus(delay), work, cancelled));
          return () -> cancelled.set(true);
        };
    var context =
        new StreamContext(
            backends,
            new Streams(
                backends, Runnable::run, later, () -> now, XdsEvents.NONE, XdsLimits.DEFAULT),
            Entrance.OPEN,
            new Credentials(Optional.empty(), List.of()),
            Runnable::run,
            Runnable::run,
            later,
            () -> now,
            report,
            XdsLimits.DEFAULT);
    return new StreamSecrets(context, new ProxyIdentity(WEB, Optional.empty()), served::add);
  }

  private static CertificateAuthority root() {
    return CertificateAuthority.createRoot(TestIdentities.DOMAIN, START, new SecureRandom());
  }

  private Task next() {
    var open = tasks.stream().filter(task -> !task.cancelled().get()).toList();
    assertThat(open).as("what is to be done later").hasSize(1);
    return open.getFirst();
  }

  private void runNext() {
    var task = next();
    tasks.remove(task);
    now = task.at();
    task.work().run();
  }

  private Secret secret(String name) throws InvalidProtocolBufferException {
    var body = Objects.requireNonNull(served.getLast().get(name)).body();
    return Any.parseFrom(body).unpack(Secret.class);
  }

  private X509Certificate certificate()
      throws InvalidProtocolBufferException, CertificateException {
    var pem = secret("default").getTlsCertificate().getCertificateChain().getInlineString();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }
}

package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.TrustBundle;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** A serving certificate of our own authority, renewed as time passes and as that changes. */
public final class IssuedServingKeys implements ServingKeys, AutoCloseable {

  private final ServingCertificate certificate;
  private final Authority authority;
  private final InstantSource clock;
  private final Listeners listeners = new Listeners();
  private final Runnable unsubscribe;
  private volatile Current current;

  private record Current(IssuedCertificate certificate, TrustBundle trust) {}

  private IssuedServingKeys(
      ServingCertificate certificate,
      Authority authority,
      ScheduledExecutorService thread,
      InstantSource clock) {
    this.certificate = certificate;
    this.authority = authority;
    this.clock = clock;
    current =
        new Current(certificate.at(clock.instant()).certificate(), authority.inForce().trust());
    var wakeup = new Wakeup("the serving certificate", this::look, thread, clock);
    unsubscribe = authority.onChange(wakeup::now);
    wakeup.now();
  }

  /**
   * Issues the first one, on the thread that calls.
   *
   * @param thread renews; a single one, which stays its owner's to end
   */
  public static IssuedServingKeys start(
      ServingCertificate certificate,
      Authority authority,
      ScheduledExecutorService thread,
      InstantSource clock) {
    return new IssuedServingKeys(certificate, authority, thread, clock);
  }

  /** Renews it if that is due, and says when to look again. */
  private Instant look() {
    var served = certificate.at(clock.instant());
    var next = new Current(served.certificate(), authority.inForce().trust());
    var before = current;
    if (!next.trust().equals(before.trust())
        || !next.certificate().leaf().equals(before.certificate().leaf())) {
      current = next;
      listeners.call();
    }
    return served.until();
  }

  @Override
  public IssuedCertificate certificate() {
    return current.certificate();
  }

  @Override
  public Optional<TrustBundle> trust() {
    return Optional.of(current.trust());
  }

  @Override
  public Runnable onChange(Runnable listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    unsubscribe.run();
  }
}

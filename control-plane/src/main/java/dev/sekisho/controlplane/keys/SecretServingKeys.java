package dev.sekisho.controlplane.keys;

import dev.sekisho.certs.CertificateProblem;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.TrustBundle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The webhook's certificate from a Secret of type {@code kubernetes.io/tls} that others maintain,
 * as cert-manager does. Where its authority changes, too, the new one is made known before a
 * certificate of it is served. What can't be used leaves the last good one.
 */
public final class SecretServingKeys implements ServingKeys {

  /** Until the API server uses a caBundle that was written: much less than that. */
  static final Duration BEFORE = Duration.ofSeconds(10);

  /** Until all replicas serve the new one. */
  static final Duration AFTER = Duration.ofSeconds(60);

  private final String name;
  private final Consumer<Optional<String>> problems;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;
  private final Wakeup wakeup;
  private final Listeners listeners = new Listeners();
  private volatile Served served;

  // Of the thread.
  private Offer current;
  private Optional<Handover> handover = Optional.empty();

  /** What the Secret holds. */
  record Offer(IssuedCertificate certificate, Optional<TrustBundle> authority) {

    static LoadResult<Offer> read(Map<String, byte[]> data) {
      var certificate =
          IssuedCertificate.load(
              "tls.crt",
              data.getOrDefault("tls.crt", new byte[0]),
              "tls.key",
              data.getOrDefault("tls.key", new byte[0]));
      var authority = Optional.ofNullable(data.get("ca.crt")).filter(pem -> pem.length > 0);
      return switch (certificate) {
        case LoadResult.Refused<IssuedCertificate>(var problems) ->
            new LoadResult.Refused<>(problems);
        case LoadResult.Loaded<IssuedCertificate>(var loaded) ->
            authority.isEmpty()
                ? new LoadResult.Loaded<>(new Offer(loaded, Optional.empty()))
                : switch (TrustBundle.parse("ca.crt", authority.get())) {
                  case LoadResult.Refused<TrustBundle>(var problems) ->
                      new LoadResult.Refused<>(problems);
                  case LoadResult.Loaded<TrustBundle>(var roots) ->
                      new LoadResult.Loaded<>(new Offer(loaded, Optional.of(roots)));
                };
      };
    }

    /** Whether those who trust this one's authority trust the other's certificate. */
    boolean vouchesFor(Offer other) {
      var last = other.certificate().chain().getLast();
      return authority
          .map(roots -> roots.roots().contains(last) || roots.issuerOf(last).isPresent())
          .orElse(other.authority().isEmpty());
    }
  }

  private record Handover(Offer before, Offer after, Instant serve, Instant end) {}

  private record Served(IssuedCertificate certificate, Optional<TrustBundle> trust) {}

  private SecretServingKeys(
      String name,
      Offer first,
      Consumer<Optional<String>> problems,
      ScheduledExecutorService thread,
      InstantSource clock) {
    this.name = name;
    this.problems = problems;
    this.clock = clock;
    this.thread = thread;
    this.current = first;
    this.served = new Served(first.certificate(), first.authority());
    this.wakeup = new Wakeup(name, this::look, thread, clock);
  }

  /**
   * @param name of the Secret, for people
   * @param data the Secret's
   * @param problems takes what is wrong with the Secret, after each of its changes; empty: nothing
   * @param thread a single one, which stays its owner's to end
   */
  public static LoadResult<SecretServingKeys> start(
      String name,
      Map<String, byte[]> data,
      Consumer<Optional<String>> problems,
      ScheduledExecutorService thread,
      InstantSource clock) {
    return switch (Offer.read(data)) {
      case LoadResult.Refused<Offer>(var wrong) -> new LoadResult.Refused<>(wrong);
      case LoadResult.Loaded<Offer>(var offer) ->
          new LoadResult.Loaded<>(new SecretServingKeys(name, offer, problems, thread, clock));
    };
  }

  /** Takes what the Secret holds now; empty if it is gone. Doesn't block. */
  public void changed(Optional<Map<String, byte[]>> data) {
    if (thread.isShutdown()) {
      return;
    }
    if (data.isEmpty()) {
      problems.accept(
          Optional.of(name + " is gone; the certificate that it held is served on: restore it"));
      return;
    }
    switch (Offer.read(data.get())) {
      case LoadResult.Refused<Offer>(var wrong) ->
          problems.accept(
              Optional.of(name + ": " + text(wrong) + "; the last good certificate is served on"));
      case LoadResult.Loaded<Offer>(var offer) -> {
        problems.accept(Optional.empty());
        thread.execute(() -> take(offer));
        wakeup.now();
      }
    }
  }

  /** All problems in one line. */
  public static String text(List<CertificateProblem> problems) {
    return problems.stream().map(CertificateProblem::toString).collect(Collectors.joining("; "));
  }

  private void take(Offer offer) {
    if (offer.certificate().leaf().equals(current.certificate().leaf())
        && offer.authority().equals(current.authority())) {
      handover = Optional.empty();
      return;
    }
    var now = clock.instant();
    var atOnce = current.vouchesFor(offer) || !now.isBefore(current.certificate().notAfter());
    var serve = atOnce ? now : now.plus(BEFORE);
    handover = Optional.of(new Handover(current, offer, serve, serve.plus(AFTER)));
  }

  private Instant look() {
    var now = clock.instant();
    if (handover.filter(h -> !now.isBefore(h.serve())).isPresent()) {
      current = handover.get().after();
    }
    if (handover.filter(h -> !now.isBefore(h.end())).isPresent()) {
      handover = Optional.empty();
    }
    var trust =
        handover
            .map(h -> both(h.after().authority(), h.before().authority()))
            .orElse(current.authority());
    var next = new Served(current.certificate(), trust);
    var before = served;
    if (!next.trust().equals(before.trust())
        || !next.certificate().leaf().equals(before.certificate().leaf())) {
      served = next;
      listeners.call();
    }
    return handover.map(h -> now.isBefore(h.serve()) ? h.serve() : h.end()).orElse(Instant.MAX);
  }

  private static Optional<TrustBundle> both(Optional<TrustBundle> a, Optional<TrustBundle> b) {
    return a.isPresent() && b.isPresent() ? Optional.of(a.get().and(b.get())) : a;
  }

  @Override
  public IssuedCertificate certificate() {
    return served.certificate();
  }

  @Override
  public Optional<TrustBundle> trust() {
    return served.trust();
  }

  @Override
  public Runnable onChange(Runnable listener) {
    return listeners.add(listener);
  }
}

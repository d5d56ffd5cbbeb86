package dev.sekisho.certs;

import dev.sekisho.certs.RootDecision.Activate;
import dev.sekisho.certs.RootDecision.Keep;
import dev.sekisho.certs.RootDecision.Retire;
import dev.sekisho.certs.RootDecision.Stage;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replaces a root of ours by another before it ends, so that at every moment every valid
 * certificate is trusted: the next root is trusted for {@link CertificateLifetimes#propagation}
 * before it signs, and the one before it for {@link CertificateLifetimes#overlap} after it has.
 * Pure.
 *
 * @param lifetimes may be others than those the root was made with
 */
public record RootRotation(TrustDomain trustDomain, CertificateLifetimes lifetimes) {

  /**
   * A next root is made when half of the current one's life is over, unless a user brought that. It
   * signs early only if the current one has ended, as when nothing ran for a long time.
   */
  public RootDecision decide(RootState state, Instant now) {
    if (state.next().filter(next -> !now.isBefore(activation(state, next))).isPresent()) {
      return new Activate();
    }
    if (state.old().stream().anyMatch(old -> !now.isBefore(retirement(old)))) {
      return new Retire();
    }
    var staging = staging(state);
    if (staging.filter(at -> !now.isBefore(at)).isPresent()) {
      return new Stage();
    }
    return new Keep(
        Stream.of(
                staging.stream(),
                state.next().map(next -> activation(state, next)).stream(),
                state.old().stream().map(RootRotation::retirement))
            .flatMap(each -> each)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX));
  }

  private static Optional<Instant> staging(RootState state) {
    return state.next().isEmpty() && state.current().isSelfMade()
        ? Optional.of(state.current().halfLife())
        : Optional.empty();
  }

  private Instant activation(RootState state, RootState.Next next) {
    return earlier(next.since().plus(lifetimes.propagation()), state.current().notAfter());
  }

  private static Instant retirement(RootState.Old old) {
    return earlier(old.until(), old.certificate().getNotAfter().toInstant());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** The state after a decision about this state. */
  public RootState apply(RootState state, RootDecision decision, Instant now, SecureRandom random) {
    return switch (decision) {
      case Keep _ -> state;
      case Stage _ -> {
        var made = CertificateAuthority.createRoot(trustDomain, lifetimes.root(), now, random);
        yield new RootState(
            state.current(), Optional.of(new RootState.Next(made, now)), state.old());
      }
      case Activate _ -> {
        var old = new ArrayList<>(state.old());
        old.add(new RootState.Old(state.current().certificate(), now.plus(lifetimes.overlap())));
        yield state
            .next()
            .map(next -> new RootState(next.authority(), Optional.empty(), old))
            .orElse(state);
      }
      case Retire _ -> new RootState(state.current(), state.next(), stillTrusted(state, now));
    };
  }

  private static List<RootState.Old> stillTrusted(RootState state, Instant now) {
    return state.old().stream().filter(old -> now.isBefore(retirement(old))).toList();
  }

  /** A first root. */
  public RootState first(Instant now, SecureRandom random) {
    return RootState.of(
        CertificateAuthority.createRoot(trustDomain, lifetimes.root(), now, random));
  }
}

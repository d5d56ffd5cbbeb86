package dev.sekisho.certs;

import dev.sekisho.certs.RotationDecision.Keep;
import dev.sekisho.certs.RotationDecision.Reason;
import dev.sekisho.certs.RotationDecision.Renew;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Decides when a leaf certificate is renewed. Pure: the same state and time, the same answer. */
public final class RotationPolicy {
  private RotationPolicy() {}

  /**
   * A certificate is renewed once half its life is over (a little earlier by the jitter), or at
   * once if it isn't valid now, has other names than wanted, or isn't signed by a trusted root. One
   * that already lives as long as its issuers is kept to its end: another wouldn't live longer.
   */
  public static RotationDecision decide(LeafState state, Instant now) {
    var leaf = state.current().leaf();
    var start = leaf.getNotBefore().toInstant();
    var end = leaf.getNotAfter().toInstant();
    if (!now.isBefore(end)) {
      return new Renew(Reason.EXPIRED);
    }
    if (now.isBefore(start)) {
      return new Renew(Reason.NOT_YET_VALID);
    }
    if (!Set.copyOf(SubjectNames.of(state.wanted())).equals(SubjectNames.of(leaf))) {
      return new Renew(Reason.NAMES_CHANGED);
    }
    return state
        .trusted()
        .issuerOf(state.current().chain().getLast())
        .map(issuer -> atHalfLife(state, issuer, now))
        .orElseGet(() -> new Renew(Reason.ISSUER_NOT_TRUSTED));
  }

  private static RotationDecision atHalfLife(LeafState state, X509Certificate issuer, Instant now) {
    var leaf = state.current().leaf();
    var start = leaf.getNotBefore().toInstant();
    var end = leaf.getNotAfter().toInstant();
    if (!end.isBefore(state.issuerEnd().orElseGet(() -> state.endOfIssuers(issuer)))) {
      return new Keep(end);
    }
    var life = Duration.between(start, end);
    var jitter = Math.round(life.toMillis() * state.jitter() / 10);
    var due = start.plus(life.dividedBy(2)).minusMillis(jitter);
    return now.isBefore(due) ? new Keep(due) : new Renew(Reason.HALF_LIFE);
  }
}

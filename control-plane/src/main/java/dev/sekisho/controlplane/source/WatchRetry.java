package dev.sekisho.controlplane.source;

import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a watch tried again without end, and says why it must be: the same reason once in a minute at
 * most, since the client tries every few seconds. Thread-safe.
 */
final class WatchRetry implements ExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(WatchRetry.class);

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final String what;
  private final LongSupplier nanoTime;
  private final Consumer<String> log;
  private String said = "";
  private long saidAt;

  /**
   * @param what is watched, for people
   */
  WatchRetry(String what) {
    this(what, System::nanoTime, LOG::warn);
  }

  WatchRetry(String what, LongSupplier nanoTime, Consumer<String> log) {
    this.what = what;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  @Override
  public boolean retryAfterException(boolean started, Throwable failure) {
    var reason = KubernetesConnection.reason(failure);
    if (isNews(reason)) {
      log.accept("watching " + what + ": " + reason + "; trying again");
    }
    return true;
  }

  private synchronized boolean isNews(String reason) {
    long now = nanoTime.getAsLong();
    if (reason.equals(said) && now - saidAt < QUIET.toNanos()) {
      return false;
    }
    said = reason;
    saidAt = now;
    return true;
  }
}

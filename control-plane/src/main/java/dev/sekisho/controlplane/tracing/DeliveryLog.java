package dev.sekisho.controlplane.tracing;

import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether spans arrive: a line when they begin not to, whatever goes wrong after that, and a
 * line when they do again. Thread-safe.
 */
final class DeliveryLog {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

  private final String url;
  private final Consumer<String> lines;

  // Guarded by this.
  private int lost;

  DeliveryLog(String url) {
    this(url, line -> LOG.warn("{}", line));
  }

  /**
   * @param lines takes what is logged
   */
  DeliveryLog(String url, Consumer<String> lines) {
    this.url = url;
    this.lines = lines;
  }

  /** The receiver took a batch, or refused it. */
  void answered(int status) {
    if (status >= 200 && status < 300) {
      delivered();
    } else {
      lost("HTTP status " + status);
    }
  }

  /** It couldn't be asked. */
  void failed(Throwable failure) {
    lost(reason(failure));
  }

  private synchronized void delivered() {
    if (lost > 0) {
      lines.accept("traces reach " + url + " again, after " + lost + " batches that didn't");
    }
    lost = 0;
  }

  private synchronized void lost(String reason) {
    if (lost == 0) {
      lines.accept(
          "traces don't reach " + url + " (" + reason + "); what is traced until they do is lost");
    }
    lost++;
  }

  /** The client's words: they say nothing of what was sent. */
  private static String reason(Throwable thrown) {
    var failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    var name = failure.getClass().getSimpleName();
    var message = failure.getMessage();
    return message == null ? name : name + ": " + message.replaceAll("\\s+", " ");
  }
}

package dev.sekisho.controlplane.tracing;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what OpenTelemetry logs by the JDK's own means, which would write it to stderr in a form of
 * its own, and again for each batch that is lost. {@link DeliveryLog} says the same once; this is
 * for who looks closely.
 */
final class LibraryLog extends Handler {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("io.opentelemetry");

  /** Held here, since the JDK forgets loggers, and how they are set, that nobody holds. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private LibraryLog() {}

  static synchronized void redirect() {
    if (LIBRARY.getUseParentHandlers()) {
      LIBRARY.setUseParentHandlers(false);
      LIBRARY.addHandler(new LibraryLog());
    }
  }

  @Override
  public void publish(LogRecord entry) {
    LOG.debug("{}", entry.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.StartupException.Reason.UNAVAILABLE;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.xds.server.XdsServerException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for ports to be bound and released. */
final class Binding {

  /** It takes milliseconds; this only bounds what can't happen. */
  private static final long SECONDS = 20;

  private Binding() {}

  /**
   * The server that listens.
   *
   * @throws StartupException if the port can't be bound
   */
  static <T> T of(CompletionStage<T> server, String what, String host, int port)
      throws InterruptedException {
    try {
      return server.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unavailable(what, host, port, e);
    }
  }

  /** The xDS server binds two ports; its message says which one it was. */
  static RuntimeException ofXds(XdsServerException failure) {
    return switch (failure.reason()) {
      case BIND -> {
        var exception =
            new StartupException(
                UNAVAILABLE,
                failure.getMessage()
                    + "; is another process using it? Choose another with --xds-port or"
                    + " --xds-plaintext-port, 0 picks a free one");
        exception.initCause(failure);
        yield exception;
      }
      case KEY_MATERIAL -> failure;
    };
  }

  private static StartupException unavailable(String what, String host, int port, Exception cause) {
    var root = rootOf(cause);
    var exception =
        new StartupException(
            UNAVAILABLE,
            what
                + " port "
                + host
                + ":"
                + port
                + " can't be bound ("
                + root.getMessage()
                + "); is another process using it? Choose another with --"
                + what
                + "-port, 0 picks a free one");
    exception.initCause(cause);
    return exception;
  }

  private static Throwable rootOf(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Waits for something to be closed; that it didn't close in time is no reason to hang. */
  static void await(CompletionStage<?> closing) {
    try {
      closing.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("closing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ResourceSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers people who look for a fault with Istio's tools, which ask where proxies do: over a
 * state-of-the-world stream. Thread-safe.
 *
 * @see <a href="https://istio.io/latest/docs/ops/diagnostic-tools/proxy-cmd/">Istio: proxy-status
 *     </a>
 */
@FunctionalInterface
public interface XdsDebug {
  /** Answers nothing. */
  XdsDebug NONE =
      (question, asker) ->
          CompletableFuture.completedFuture(
              new Answer.Refused(RejectReason.UNKNOWN_TYPE, "such questions aren't answered here"));

  /** What is asked. */
  sealed interface Question {
    /** How far are the proxies? */
    record Sync() implements Question {}

    /**
     * What is that proxy served?
     *
     * @param proxy {@code Pod.namespace}
     */
    record ConfigDump(String proxy) implements Question {}
  }

  /** Who asks. */
  sealed interface Asker {
    /** Somebody on this machine, at the plaintext port, who need not show anything. */
    record Local() implements Asker {}

    /** Whoever has these; nothing of them is verified yet but the certificate's chain. */
    record Showing(Credentials credentials) implements Asker {}
  }

  /** What is said. */
  sealed interface Answer {
    /** The proxies that are connected, as far as they are for this asker to see. */
    record Sync(List<ProxyStatus> proxies) implements Answer {
      public Sync {
        proxies = List.copyOf(proxies);
      }
    }

    /**
     * What the proxy is served.
     *
     * @param parts where two have the same name, the last one's counts
     */
    record ConfigDump(List<ResourceSnapshot> parts) implements Answer {
      public ConfigDump {
        parts = List.copyOf(parts);
      }
    }

    /** There is no such proxy, or it isn't for this asker to see. */
    record Nothing() implements Answer {}

    /**
     * The stream ends with this.
     *
     * @param message with the remedy; nothing of a token
     */
    record Refused(RejectReason reason, String message) implements Answer {}
  }

  /** Completes on any thread; must not block. */
  CompletionStage<Answer> answer(Question question, Asker asker);

  /** What this control plane is called in answers, where there are several. */
  default String replica() {
    return "sekisho";
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.server.XdsDebug.Question;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.Optional;

/** A request that is none of a proxy: it has a type of Istio's own. */
final class DebugQuestion {
  static final String SYNC = "istio.io/debug/syncz";
  static final String CONFIG_DUMP = "istio.io/debug/config_dump";

  private DebugQuestion() {}

  static boolean isOne(DiscoveryRequest request) {
    return request.getTypeUrl().equals(SYNC) || request.getTypeUrl().equals(CONFIG_DUMP);
  }

  /** What is asked; empty if it can't be answered, since it names no proxy or several. */
  static Optional<Question> of(DiscoveryRequest request) {
    if (request.getTypeUrl().equals(SYNC)) {
      return Optional.of(new Question.Sync());
    }
    return request.getResourceNamesCount() == 1
        ? Optional.of(new Question.ConfigDump(request.getResourceNames(0)))
        : Optional.empty();
  }
}

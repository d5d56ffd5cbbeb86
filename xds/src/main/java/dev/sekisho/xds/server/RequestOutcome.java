package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import java.util.List;

/** What a request meant for the response that was outstanding. */
sealed interface RequestOutcome {
  /** It settled none: the first request, a change of subscription, or a stale nonce. */
  record Noted() implements RequestOutcome {}

  /** The client applied the response. */
  record Acked(ResourceType type, String version) implements RequestOutcome {}

  /** The client refused at least one of these resources and keeps its last good one. */
  record Nacked(ResourceType type, String version, List<String> names, String message)
      implements RequestOutcome {}

  /** The request goes beyond a limit; nothing of it was applied, and the stream should end. */
  record Refused(Refusal refusal) implements RequestOutcome {}
}

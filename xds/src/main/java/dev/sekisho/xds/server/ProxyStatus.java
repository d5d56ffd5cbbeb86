package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import java.util.Map;
import java.util.Optional;

/**
 * How far a proxy has come. Immutable.
 *
 * @param proxy the stream
 * @param types by type what was sent; types without a response yet are left out
 */
public record ProxyStatus(ConnectedProxy proxy, Map<ResourceType, TypeStatus> types) {
  /** Copies the map. */
  public ProxyStatus {
    types = Map.copyOf(types);
  }

  /**
   * How far a proxy has come with one type.
   *
   * @param sentVersion of the type's resources together when the last response was sent
   * @param sentRevision the policy revision then
   * @param ackedVersion the version of the last response that was ACKed; empty if none was
   * @param lastNack the last refusal, also if it has been overcome since
   */
  public record TypeStatus(
      String sentVersion, String sentRevision, String ackedVersion, Optional<Nack> lastNack) {

    static final TypeStatus NONE = new TypeStatus("", "", "", Optional.empty());

    TypeStatus sent(String version, String revision) {
      return new TypeStatus(version, revision, ackedVersion, lastNack);
    }

    TypeStatus acked(String version) {
      return new TypeStatus(sentVersion, sentRevision, version, lastNack);
    }

    TypeStatus nacked(Nack nack) {
      return new TypeStatus(sentVersion, sentRevision, ackedVersion, Optional.of(nack));
    }
  }
}

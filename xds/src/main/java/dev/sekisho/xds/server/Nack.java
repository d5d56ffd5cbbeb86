package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ResourceType;
import java.util.List;

/**
 * A proxy's refusal of a response: it goes on with what it had.
 *
 * @param type the type of the resources
 * @param version of all the type's resources at that time
 * @param resources the names that the response carried, at least one of which is at fault
 * @param message the proxy's reason, at most {@value #MAX_MESSAGE_CHARS} characters of it
 */
public record Nack(ResourceType type, String version, List<String> resources, String message) {
  static final int MAX_MESSAGE_CHARS = 2_000;

  /** Cuts a message that is too long. */
  public Nack {
    resources = List.copyOf(resources);
    if (message.length() > MAX_MESSAGE_CHARS) {
      message = message.substring(0, MAX_MESSAGE_CHARS - 1) + "…";
    }
  }
}

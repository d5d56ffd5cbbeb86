package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.Violation;
import java.util.List;

/**
 * An object as policies make it.
 *
 * @param object the very tree that came in, if nothing is to be changed
 * @param problems why a change that was asked for can't be made
 */
public record Mutated(JsonNode object, List<Violation> problems) {

  public Mutated {
    problems = List.copyOf(problems);
  }
}

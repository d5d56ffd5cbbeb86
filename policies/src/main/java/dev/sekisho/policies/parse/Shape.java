package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.Optional;

/**
 * The definition of one kind of value in the policy document: how it is read, and, as data, what is
 * permitted, so that a schema can be derived from the same definition. Stateless.
 *
 * @param <T> what it is in the model
 */
sealed interface Shape<T>
    permits TextShape, WordShape, PortShape, ListShape, TextMapShape, PortMapShape, ObjectShape {

  /** The value; empty if it is wrong, and then every problem in it has been reported. */
  Optional<T> read(YamlNode node, Spot at);
}

package dev.sekisho.policies.parse.yaml;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Gives plain scalars the types that Kubernetes gives them; all else is as the library has it. */
final class KubernetesResolver extends Resolver {

  private static final String MERGE_KEY = "<<";

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    if (kind != NodeId.scalar || !implicit) {
      return super.resolve(kind, value, implicit);
    }
    if (value.equals(MERGE_KEY)) {
      return Tag.MERGE;
    }
    return switch (PlainScalars.typeOf(value)) {
      case STRING -> Tag.STR;
      case BOOLEAN -> Tag.BOOL;
      case INTEGER -> Tag.INT;
      case FLOAT -> Tag.FLOAT;
      case NULL -> Tag.NULL;
    };
  }
}

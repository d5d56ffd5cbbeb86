package dev.sekisho.controlplane.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.yaml.snakeyaml.Yaml;

/** Objects as trees, from YAML. */
final class Trees {

  private Trees() {}

  static JsonNode yaml(String text) {
    return new ObjectMapper().valueToTree(new Yaml().load(text));
  }
}

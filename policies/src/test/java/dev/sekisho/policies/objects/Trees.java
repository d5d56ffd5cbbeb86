package dev.sekisho.policies.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** JSON trees for tests. */
final class Trees {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  /** An Ingress in which every field that is read is set. */
  static final String INGRESS_V1 =
      """
      {
        apiVersion: 'networking.k8s.io/v1', kind: 'Ingress',
        metadata: {
          namespace: 'qa', name: 'front', uid: 'u-1',
          creationTimestamp: '2026-01-02T03:04:05Z', deletionTimestamp: '2026-02-02T03:04:05Z',
          labels: {app: 'shop'}, annotations: {note: 'x'}
        },
        spec: {
          ingressClassName: 'sekisho',
          defaultBackend: {service: {name: 'fallback', port: {number: 80}}},
          rules: [{
            host: 'a.com',
            http: {paths: [{
              path: '/p', pathType: 'Exact', backend: {service: {name: 'web', port: {name: 'http'}}}
            }]}
          }],
          tls: [{hosts: ['a.com'], secretName: 'cert'}]
        }
      }
      """;

  private Trees() {}

  static ObjectNode object(String json) {
    return (ObjectNode) any(json);
  }

  static JsonNode any(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** A place in a tree: how problems name it, and how to put something else there. */
  record Place(String path, JsonNode was, Consumer<JsonNode> replace) {}

  static List<Place> places(JsonNode root) {
    var found = new ArrayList<Place>();
    collect(root, "", found);
    return found;
  }

  private static void collect(JsonNode node, String path, List<Place> into) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              entry -> {
                String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                into.add(
                    new Place(at, entry.getValue(), value -> object.set(entry.getKey(), value)));
                collect(entry.getValue(), at, into);
              });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        String at = path + "[" + i + "]";
        into.add(new Place(at, array.get(i), value -> array.set(index, value)));
        collect(array.get(i), at, into);
      }
    }
  }
}

package dev.sekisho.controlplane.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** By what the API server knows the webhook. */
public final class CaBundles {

  /** Of the names of our entries; others in the same configuration are none of our business. */
  private static final String OURS = ".sekisho.dev";

  private CaBundles() {}

  /**
   * What puts the bundle into each of our entries that has another or none, as a JSON patch; empty
   * if all is right. It tests each entry's name, so that it does nothing to a configuration that
   * was changed meanwhile.
   *
   * <p>A JSON patch and not a server-side apply: who applies an entry's field owns the entry too,
   * and then a tool that takes the entry out of what it applies leaves a rest of it, which the API
   * server refuses as invalid, and with it the whole of the tool's change. A patch owns the field
   * alone, and goes with the entry.
   *
   * @param configuration as the API server has it
   * @param pem the certificates to trust
   */
  public static ArrayNode repair(JsonNode configuration, String pem) {
    var patch = JsonNodeFactory.instance.arrayNode();
    String bundle = base64(pem);
    var entries = configuration.path("webhooks");
    for (int i = 0; i < entries.size(); i++) {
      var name = entries.path(i).path("name").asText();
      if (isOurs(entries.path(i))
          && !entries.path(i).path("clientConfig").path("caBundle").asText().equals(bundle)) {
        operation(patch, "test", "/webhooks/" + i + "/name", name);
        operation(patch, "add", "/webhooks/" + i + "/clientConfig/caBundle", bundle);
      }
    }
    return patch;
  }

  /** Whether an entry is one of ours. */
  static boolean isOurs(JsonNode entry) {
    return entry.path("name").asText().endsWith(OURS);
  }

  static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static void operation(ArrayNode patch, String op, String path, String value) {
    patch.addObject().put("op", op).put("path", path).put("value", value);
  }
}

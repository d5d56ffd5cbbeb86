package dev.sekisho.policies.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whatever the text of a class says, as a manifest and as its list of objects: no crash. */
class SecretProviderClassFuzzTest {

  private static final SecretWorld WORLD =
      SecretWorld.under("providerClasses: {allow: [\"aws-*\"], objectPrefixes: [\"/prod/\"]}");

  @FuzzTest
  void classes(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (var document : ManifestReader.read(text).documents()) {
      assertThat(SecretProviderClass.read(document.object(), "shop")).isNotNull();
    }
    var request = Optional.<JsonNode>of(withObjects(text));
    for (var violation : WORLD.review(Operation.CREATE, "", Optional.empty(), request)) {
      assertThat(violation.message()).isNotBlank();
    }
  }

  private static JsonNode withObjects(String text) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("apiVersion", "secrets-store.csi.x-k8s.io/v1").put("kind", "SecretProviderClass");
    root.putObject("metadata").put("name", "aws-db").put("namespace", "shop");
    var spec = root.putObject("spec").put("provider", "aws");
    spec.putObject("parameters").put("objects", text);
    var made =
        spec.putArray("secretObjects").addObject().put("secretName", "db").put("type", "Opaque");
    made.putArray("data").addObject().put("objectName", "user").put("key", "user");
    return root;
  }
}

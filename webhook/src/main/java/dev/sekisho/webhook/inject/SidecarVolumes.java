package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The volumes of a sidecar and where it mounts them. */
final class SidecarVolumes {

  static final String OVERRIDE_FOLDER = "/etc/sekisho/bootstrap-override";
  static final String OVERRIDE_FILE = OVERRIDE_FOLDER + "/custom_bootstrap.json";

  /** The ConfigMap that the control plane keeps in every namespace. */
  private static final String TRUST_BUNDLE = "sekisho-ca-root-cert";

  private static final String BOOTSTRAP = "sekisho-bootstrap";
  private static final String TOKEN = "sekisho-token";
  private static final String ROOTS = "sekisho-ca-cert";
  private static final String MEMORY = "sekisho-envoy";
  private static final String OVERRIDE = "sekisho-bootstrap-override";

  /** All that are ever added, but for those that Pods ask for. */
  static final Set<String> NAMES = Set.of(BOOTSTRAP, TOKEN, ROOTS, MEMORY, OVERRIDE);

  /** What a Pod's annotation may begin with to be a file of the proxy's. */
  private static final String ANNOTATION_PREFIX = "bootstrap.sekisho.dev/";

  private static final int TOKEN_SECONDS = 3_600;

  private SidecarVolumes() {}

  /** The annotation that holds a file of the proxy's. */
  static String annotation(String file) {
    return ANNOTATION_PREFIX + file;
  }

  /**
   * @param files names of those that annotations hold
   */
  static List<ObjectNode> volumes(
      SidecarOptions options, InjectionSettings settings, Collection<String> files) {
    var volumes = new ArrayList<ObjectNode>();
    var bootstrap = volume(BOOTSTRAP);
    var items = bootstrap.putObject("downwardAPI").putArray("items");
    for (var file : files) {
      items
          .addObject()
          .put("path", file)
          .putObject("fieldRef")
          .put("fieldPath", "metadata.annotations['" + annotation(file) + "']");
    }
    volumes.add(bootstrap);
    var token = volume(TOKEN);
    token
        .putObject("projected")
        .putArray("sources")
        .addObject()
        .putObject("serviceAccountToken")
        .put("audience", settings.tokenAudience())
        .put("expirationSeconds", TOKEN_SECONDS)
        .put("path", SidecarFiles.tokenName());
    volumes.add(token);
    volumes.add(configMap(ROOTS, TRUST_BUNDLE, SidecarFiles.rootsName()));
    var memory = volume(MEMORY);
    memory.putObject("emptyDir").put("medium", "Memory").put("sizeLimit", "16Mi");
    volumes.add(memory);
    options
        .bootstrapOverride()
        .ifPresent(name -> volumes.add(configMap(OVERRIDE, name, "custom_bootstrap.json")));
    options.userVolumes().forEach(volume -> volumes.add(volume.deepCopy()));
    return volumes;
  }

  static List<ObjectNode> mounts(SidecarOptions options) {
    var mounts = new ArrayList<ObjectNode>();
    mounts.add(mount(BOOTSTRAP, SidecarFiles.BOOTSTRAP_FOLDER).put("readOnly", true));
    mounts.add(mount(TOKEN, SidecarFiles.TOKEN_FOLDER).put("readOnly", true));
    mounts.add(mount(ROOTS, SidecarFiles.ROOTS_FOLDER).put("readOnly", true));
    mounts.add(mount(MEMORY, "/tmp"));
    if (options.bootstrapOverride().isPresent()) {
      mounts.add(mount(OVERRIDE, OVERRIDE_FOLDER).put("readOnly", true));
    }
    options.userMounts().forEach(mount -> mounts.add(mount.deepCopy()));
    return mounts;
  }

  private static ObjectNode configMap(String name, String configMap, String key) {
    var volume = volume(name);
    var source = volume.putObject("configMap").put("name", configMap);
    source.putArray("items").addObject().put("key", key).put("path", key);
    return volume;
  }

  private static ObjectNode volume(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }

  private static ObjectNode mount(String name, String path) {
    return volume(name).put("mountPath", path);
  }
}

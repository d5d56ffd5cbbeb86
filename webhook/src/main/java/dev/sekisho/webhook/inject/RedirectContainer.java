package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The init container that sends the Pod's connections to its sidecar. */
final class RedirectContainer {

  static final String NAME = "sekisho-redirect";

  private RedirectContainer() {}

  static ObjectNode of(SidecarOptions options, InjectionSettings settings) {
    var container =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", NAME)
            .put("image", settings.images().redirection());
    settings.images().pullPolicy().ifPresent(policy -> container.put("imagePullPolicy", policy));
    var args = container.putArray("args");
    args.add("--inbound-port").add(Integer.toString(ProxyPorts.INBOUND));
    args.add("--outbound-port").add(Integer.toString(ProxyPorts.OUTBOUND));
    args.add("--proxy-uid").add(Integer.toString(ProxyContainer.USER));
    args.add("--proxy-gid").add(Integer.toString(ProxyContainer.USER));
    options.traffic().forEach((flag, value) -> args.add(flag).add(value));
    args.add("--ipv6").add("auto").add("--backend").add("auto");
    ProxyContainer.resources(container, options.proxy().resources());
    var security =
        container
            .putObject("securityContext")
            .put("allowPrivilegeEscalation", false)
            .put("privileged", false)
            .put("readOnlyRootFilesystem", true)
            .put("runAsUser", 0)
            .put("runAsGroup", 0)
            .put("runAsNonRoot", false);
    var capabilities = security.putObject("capabilities");
    capabilities.putArray("drop").add("ALL");
    capabilities.putArray("add").add("NET_ADMIN").add("NET_RAW");
    security.putObject("seccompProfile").put("type", "RuntimeDefault");
    return container;
  }

  /** The ports of the sidecar itself, which connections to are never redirected. */
  static String statusPorts() {
    return ProxyPorts.STATUS.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}

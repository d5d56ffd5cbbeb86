package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has applications send requests to their sidecar by themselves, where nothing redirects
 * connections: by the environment variables that clients of HTTP look at. Each has two names, since
 * there are clients for either. Of {@code https_proxy} nothing is said: the sidecar opens no
 * tunnels.
 *
 * <p>The name in capitals can be overridden by a header of a request in programs run by CGI (<a
 * href="https://httpoxy.org">httpoxy</a>), but so it can where it isn't set: nothing is lost, and
 * some clients know no other.
 */
final class ProxyVariables {

  private static final String ENV = "env";
  private static final String VALUE = "value";
  private static final List<String> PROXY = List.of("http_proxy", "HTTP_PROXY");
  private static final List<String> EXCEPTIONS = List.of("no_proxy", "NO_PROXY");
  private static final String ADDRESS = "http://127.0.0.1:" + ProxyPorts.EXPLICIT;

  /**
   * The Pod itself, and what answers each node or Pod for itself: metadata and credentials of cloud
   * providers.
   */
  private static final List<String> NEAR =
      List.of(
          "localhost",
          "127.0.0.1",
          "::1",
          "169.254.169.254",
          "169.254.170.2",
          "169.254.170.23",
          "fd00:ec2::254",
          "fd00:ec2::23",
          "metadata.google.internal");

  /** Kubelet fills in the address. */
  private static final List<String> API_SERVER =
      List.of("$(KUBERNETES_SERVICE_HOST)", "kubernetes.default", "kubernetes.default.svc");

  private final String exceptions;

  private ProxyVariables(InjectionSettings settings) {
    this.exceptions =
        Stream.of(NEAR, API_SERVER, List.of("kubernetes.default.svc." + settings.clusterDomain()))
            .flatMap(List::stream)
            .collect(Collectors.joining(","));
  }

  /**
   * Changes the containers that run while the sidecar does. What a container says itself of proxies
   * counts; what is left of another injection goes.
   */
  static void change(PodDocument pod, SidecarOptions options, InjectionSettings settings) {
    var variables = new ProxyVariables(settings);
    for (var list : List.of(PodDocument.INIT_CONTAINERS, PodDocument.CONTAINERS)) {
      boolean beside = list.equals(PodDocument.CONTAINERS) || options.nativeSidecar();
      for (var container : pod.objects(list)) {
        variables.takeFrom(container);
        if (beside && !options.intercepts() && !isOurs(container)) {
          variables.addTo(container);
        }
      }
    }
  }

  private static boolean isOurs(ObjectNode container) {
    return SidecarInjector.CONTAINERS.contains(container.path(PodDocument.NAME).asText());
  }

  private void takeFrom(ObjectNode container) {
    if (container.get(ENV) instanceof ArrayNode env && env.valueStream().anyMatch(this::isAdded)) {
      var own = env.valueStream().filter(variable -> !isAdded(variable)).toList();
      env.removeAll().addAll(own);
      if (own.isEmpty()) {
        container.remove(ENV);
      }
    }
  }

  private boolean isAdded(JsonNode variable) {
    var value = variable.path(VALUE).asText();
    return (PROXY.contains(name(variable)) && value.equals(ADDRESS))
        || (EXCEPTIONS.contains(name(variable)) && value.equals(exceptions));
  }

  private void addTo(ObjectNode container) {
    var there = container.path(ENV).valueStream().map(ProxyVariables::name).toList();
    if (PROXY.stream().anyMatch(there::contains) || isMisshapen(container.path(ENV))) {
      return;
    }
    var env = container.withArray(ENV);
    PROXY.forEach(name -> env.addObject().put(PodDocument.NAME, name).put(VALUE, ADDRESS));
    if (EXCEPTIONS.stream().noneMatch(there::contains)) {
      EXCEPTIONS.forEach(
          name -> env.addObject().put(PodDocument.NAME, name).put(VALUE, exceptions));
    }
  }

  /** The API server will say so. */
  private static boolean isMisshapen(JsonNode env) {
    return !env.isMissingNode() && !env.isNull() && !env.isArray();
  }

  private static String name(JsonNode variable) {
    return variable.path(PodDocument.NAME).asText();
  }
}

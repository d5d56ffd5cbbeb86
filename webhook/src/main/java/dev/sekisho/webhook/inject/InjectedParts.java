package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.defaults.ObjectDefaults;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;

/**
 * All that is put into one Pod, with the API server's defaults, so that it finds nothing to add.
 */
final class InjectedParts {

  private static final String TLS_MODE = "security.istio.io/tlsMode";

  /** Tells the control plane what the sidecar is to be used for. */
  private static final String REDIRECTION = "sidecar.sekisho.dev/redirection";

  private static final String SCRAPE = "prometheus.io/";

  private final SidecarOptions options;
  private final InjectionSettings settings;
  private final SortedMap<String, String> files;

  /** A Pod of nothing but them. */
  private final PodDocument parts;

  private InjectedParts(
      SidecarOptions options,
      InjectionSettings settings,
      SortedMap<String, String> files,
      PodDocument parts) {
    this.options = options;
    this.settings = settings;
    this.files = files;
    this.parts = parts;
  }

  /**
   * @param pod that they are for
   */
  static InjectedParts of(
      SidecarOptions options,
      InjectionSettings settings,
      SortedMap<String, String> files,
      PodDocument pod) {
    var only = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    var spec = only.putObject("spec");
    var inits = spec.putArray(PodDocument.INIT_CONTAINERS);
    var containers = spec.putArray(PodDocument.CONTAINERS);
    if (options.redirection() == Redirection.CONTAINER) {
      inits.add(RedirectContainer.of(options, settings));
    }
    (options.nativeSidecar() ? inits : containers).add(ProxyContainer.of(options, settings, pod));
    var volumes = spec.putArray(PodDocument.VOLUMES);
    SidecarVolumes.volumes(options, settings, files.keySet()).forEach(volumes::add);
    return new InjectedParts(options, settings, files, new PodDocument(ObjectDefaults.of(only)));
  }

  /** Before them, those that another injection has put there go. */
  void putInto(PodDocument pod) {
    var inits = parts.objects(PodDocument.INIT_CONTAINERS);
    var containers = parts.objects(PodDocument.CONTAINERS);
    var volumes = parts.volumes();
    var names = SidecarInjector.CONTAINERS;
    pod.replace(PodDocument.INIT_CONTAINERS, names, inits, List.of());
    pod.replace(PodDocument.CONTAINERS, names, List.of(), containers);
    var volumeNames = new HashSet<>(SidecarVolumes.NAMES);
    volumes.forEach(volume -> volumeNames.add(volume.path(PodDocument.NAME).asText()));
    pod.replace(PodDocument.VOLUMES, volumeNames, List.of(), volumes);
    metadata(pod, inits, containers, volumes);
  }

  private void metadata(
      PodDocument pod,
      List<ObjectNode> inits,
      List<ObjectNode> containers,
      List<ObjectNode> volumes) {
    if (options.intercepts()) {
      pod.setLabel(TLS_MODE, "istio");
      if (pod.label(REDIRECTION).isPresent()) {
        pod.removeLabel(REDIRECTION);
      }
    } else {
      pod.setLabel(REDIRECTION, options.redirection().text());
    }
    var service = CanonicalService.of(pod);
    if (!service.name().isEmpty()) {
      pod.setLabel(CanonicalService.NAME, service.name());
    }
    pod.setLabel(CanonicalService.REVISION, service.revision());
    files.forEach((file, text) -> pod.setAnnotation(SidecarVolumes.annotation(file), text));
    pod.setAnnotation(
        SidecarStatus.ANNOTATION, SidecarStatus.of(settings, options, inits, containers, volumes));
    var ownScraping = pod.annotations().stream().anyMatch(key -> key.startsWith(SCRAPE));
    if (options.prometheus() && !ownScraping) {
      pod.setAnnotation(SCRAPE + "scrape", "true");
      pod.setAnnotation(SCRAPE + "port", Integer.toString(ProxyPorts.METRICS));
      pod.setAnnotation(SCRAPE + "path", "/stats/prometheus");
    }
  }
}

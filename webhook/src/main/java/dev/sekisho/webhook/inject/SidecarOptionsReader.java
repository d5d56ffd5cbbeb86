package dev.sekisho.webhook.inject;

import static dev.sekisho.webhook.inject.SidecarAnnotations.BOOTSTRAP_OVERRIDE;
import static dev.sekisho.webhook.inject.SidecarAnnotations.IMAGE;
import static dev.sekisho.webhook.inject.SidecarAnnotations.USER_VOLUME;
import static dev.sekisho.webhook.inject.SidecarAnnotations.USER_VOLUME_MOUNT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.MeshSection.Escape;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Works out what a Pod's sidecar shall be like; the reader that it is given gets the problems. */
final class SidecarOptionsReader {

  private static final Set<String> LOG_LEVELS =
      Set.of("trace", "debug", "info", "warning", "warn", "error", "critical", "off");
  private static final Pattern IMAGE_FORM = Pattern.compile("[A-Za-z0-9][\\w.:/@-]{0,1023}");
  private static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern STATS_PREFIX = Pattern.compile("[^\\s,]+");
  private static final int WORKERS = 2;
  private static final int DRAIN_SECONDS = 45;

  private final AnnotationReader annotations;
  private final InjectionSettings settings;

  private SidecarOptionsReader(AnnotationReader annotations, InjectionSettings settings) {
    this.annotations = annotations;
    this.settings = settings;
  }

  /**
   * @param nativeByDefault whether the sidecar is a native one if the Pod doesn't say
   */
  static SidecarOptions read(
      AnnotationReader annotations,
      InjectionSettings settings,
      Redirection redirection,
      boolean nativeByDefault) {
    return new SidecarOptionsReader(annotations, settings).options(redirection, nativeByDefault);
  }

  private SidecarOptions options(Redirection redirection, boolean nativeByDefault) {
    boolean nativeSidecar = annotations.flag(SidecarAnnotations.NATIVE).orElse(nativeByDefault);
    return new SidecarOptions(
        redirection,
        nativeSidecar,
        traffic(),
        proxy(nativeSidecar),
        stats(),
        statusPort(),
        annotations.flag(SidecarAnnotations.REWRITE).orElse(true),
        annotations.flag(SidecarAnnotations.PROMETHEUS).orElse(settings.prometheus()),
        permitted(BOOTSTRAP_OVERRIDE, Escape.BOOTSTRAP_OVERRIDE, "bootstrapOverride")
            ? annotations.read(
                BOOTSTRAP_OVERRIDE,
                text -> Optional.of(text).filter(OBJECT_NAME.asMatchPredicate()),
                "the name of a ConfigMap")
            : Optional.empty(),
        userVolumes(USER_VOLUME),
        userVolumes(USER_VOLUME_MOUNT));
  }

  private boolean permitted(String key, Escape escape, String word) {
    return annotations.read(key, Optional::of, "").isPresent()
        && annotations.mayEscape(key, escape, word);
  }

  private List<ObjectNode> userVolumes(String key) {
    return permitted(key, Escape.USER_VOLUME, "userVolume")
        ? annotations.read(key, UserVolumes::read, UserVolumes.EXPECTED).orElse(List.of())
        : List.of();
  }

  /** All flags of the redirection that have a value. */
  private SortedMap<String, String> traffic() {
    var flags = new TreeMap<String, String>();
    flags.put(TrafficAnnotation.INCLUDE_INBOUND.flag(), TrafficAnnotation.ALL);
    flags.put(TrafficAnnotation.EXCLUDE_INBOUND.flag(), RedirectContainer.statusPorts());
    flags.put(TrafficAnnotation.INCLUDE_RANGES.flag(), TrafficAnnotation.ALL);
    for (var annotation : TrafficAnnotation.values()) {
      var value =
          annotations
              .read(
                  annotation.key(),
                  text ->
                      Optional.of(TrafficAnnotation.normal(text)).filter(annotation::isReadable),
                  annotation.expected())
              .filter(
                  list ->
                      !annotation.isEscape(list)
                          || annotations.mayEscape(
                              annotation.key(), Escape.EXCLUDED_PORTS, "excludedPorts"));
      value
          .filter(list -> annotation == TrafficAnnotation.EXCLUDE_INBOUND && !list.isEmpty())
          .ifPresentOrElse(
              list -> flags.put(annotation.flag(), RedirectContainer.statusPorts() + "," + list),
              () ->
                  value
                      .filter(list -> annotation.includes() || !list.isEmpty())
                      .ifPresent(list -> flags.put(annotation.flag(), list)));
    }
    return flags;
  }

  private SidecarOptions.Proxy proxy(boolean nativeSidecar) {
    var resources =
        new ProxyResources(
            range(SidecarAnnotations.CPU, SidecarAnnotations.CPU_LIMIT, settings.resources().cpu()),
            range(
                SidecarAnnotations.MEMORY,
                SidecarAnnotations.MEMORY_LIMIT,
                settings.resources().memory()));
    var config = config();
    if (config.hold().orElse(false) && !nativeSidecar) {
      annotations.problem(
          AnnotationReader.path(SidecarAnnotations.PROXY_CONFIG),
          "invalid pod annotation \"%s\" (holdApplicationUntilProxyStarts needs a native sidecar: annotation %s: \"true\")"
              .formatted(SidecarAnnotations.PROXY_CONFIG, SidecarAnnotations.NATIVE));
    }
    return new SidecarOptions.Proxy(
        image(),
        resources,
        annotations
            .read(
                SidecarAnnotations.LOG_LEVEL,
                text -> Optional.of(text).filter(LOG_LEVELS::contains),
                "trace, debug, info, warning, error, critical or off")
            .orElse("warning"),
        config.concurrency().orElseGet(() -> workers(resources)),
        config.drainSeconds().orElse(DRAIN_SECONDS),
        config.terminationSeconds(),
        config.hold().orElse(true));
  }

  private String image() {
    return permitted(IMAGE, Escape.PROXY_IMAGE, "proxyImage")
        ? annotations
            .read(
                IMAGE,
                text -> Optional.of(text).filter(IMAGE_FORM.asMatchPredicate()),
                "the name of an image")
            .orElse(settings.images().proxy())
        : settings.images().proxy();
  }

  /** As many as there are cores that it may use. */
  private static int workers(ProxyResources resources) {
    return resources
        .cpu()
        .limit()
        .map(limit -> limit.amount().setScale(0, RoundingMode.UP).intValue())
        .orElse(WORKERS);
  }

  private ProxyConfigText config() {
    var key = SidecarAnnotations.PROXY_CONFIG;
    var config =
        annotations
            .read(key, text -> Optional.of(ProxyConfigText.of(text)), "")
            .orElse(ProxyConfigText.NONE);
    config.problems().forEach(expected -> annotations.wrong(key, "\n", expected));
    return config;
  }

  /** What the Pod asks for; the defaults count only if it asks for neither of them. */
  private ProxyResources.Range range(String request, String limit, ProxyResources.Range otherwise) {
    var asked =
        new ProxyResources.Range(annotations.quantity(request), annotations.quantity(limit));
    if (asked.isInverted()) {
      annotations.wrong(
          limit,
          asked.limit().orElseThrow().text(),
          "not less than " + request + ", " + asked.request().orElseThrow().text());
    }
    return asked.isEmpty() ? otherwise : asked;
  }

  private List<String> stats() {
    return annotations
        .read(
            SidecarAnnotations.STATS,
            text -> {
              var prefixes = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
              return Optional.of(prefixes)
                  .filter(all -> all.stream().allMatch(STATS_PREFIX.asMatchPredicate()));
            },
            "prefixes of statistics, separated by commas")
        .orElse(List.of());
  }

  private int statusPort() {
    return annotations
        .read(
            SidecarAnnotations.STATUS_PORT,
            text ->
                text.equals("0") || text.equals(Integer.toString(ProxyPorts.PROBES))
                    ? Optional.of(Integer.parseInt(text))
                    : Optional.<Integer>empty(),
            ProxyPorts.PROBES + ", or 0 for none")
        .orElse(ProxyPorts.PROBES);
  }
}

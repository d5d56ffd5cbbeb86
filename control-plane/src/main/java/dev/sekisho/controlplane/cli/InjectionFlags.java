package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.serve.SidecarSettings;
import dev.sekisho.webhook.inject.InjectionSettings;
import dev.sekisho.webhook.inject.NativeSidecars;
import dev.sekisho.webhook.inject.ProxyResources;
import dev.sekisho.webhook.inject.Quantity;
import dev.sekisho.webhook.inject.Redirection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Flags about the sidecars that are put into Pods. */
final class InjectionFlags {

  private static final String OFF = "off";
  private static final int DEFAULT_XDS_PORT = 15012;
  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  @Option(
      names = "--injection-proxy-image",
      paramLabel = "IMAGE",
      description = "Image of sidecars: an Envoy (default: sekisho/proxy:VERSION).")
  private Optional<String> proxyImage;

  @Option(
      names = "--injection-redirect-image",
      paramLabel = "IMAGE",
      description =
          "Image of the init container that redirects connections (default:"
              + " sekisho/redirect:VERSION).")
  private Optional<String> redirectImage;

  @Option(
      names = "--injection-image-pull-policy",
      paramLabel = "Always|IfNotPresent|Never",
      description = "Of both images (default: what Kubernetes makes of their tags).")
  private Optional<String> pullPolicy;

  @Option(
      names = "--injection-revision",
      paramLabel = "NAME",
      defaultValue = "sekisho",
      description =
          "Value of the label istio.io/rev that asks for these sidecars, beside"
              + " sekisho.dev/injection: enabled (default: ${DEFAULT-VALUE}).")
  private String revision;

  @Option(
      names = "--injection-honour-istio-label",
      paramLabel = "true|false",
      defaultValue = "false",
      description =
          "Whether the label istio-injection: enabled asks for them too. Not where there is an"
              + " istiod (default: ${DEFAULT-VALUE}).")
  private String honourIstioLabel;

  @Option(
      names = "--injection-native-sidecars",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description =
          "Whether sidecars are init containers that go on running. auto: where every kubelet is"
              + " known to be 1.33 or later; always needs 1.29 (default: ${DEFAULT-VALUE}).")
  private String nativeSidecars;

  @Option(
      names = "--injection-xds-address",
      paramLabel = "HOST:PORT",
      description =
          "Where sidecars find the control plane (default: sekisho.NAMESPACE.svc:"
              + DEFAULT_XDS_PORT
              + ").")
  private Optional<String> xdsAddress;

  @Option(
      names = "--injection-init",
      paramLabel = "container|off",
      defaultValue = "container",
      description =
          "What redirects connections: an init container with NET_ADMIN and NET_RAW, or off, if a CNI"
              + " plugin does it (default: ${DEFAULT-VALUE}).")
  private String init;

  @Option(
      names = "--injection-proxy-cpu",
      paramLabel = "QUANTITY|off",
      defaultValue = "100m",
      description = "CPU that sidecars request, in cores (default: ${DEFAULT-VALUE}).")
  private String cpu;

  @Option(
      names = "--injection-proxy-memory",
      paramLabel = "QUANTITY|off",
      defaultValue = "128Mi",
      description = "Memory that sidecars request, in bytes (default: ${DEFAULT-VALUE}).")
  private String memory;

  @Option(
      names = "--injection-proxy-cpu-limit",
      paramLabel = "QUANTITY|off",
      defaultValue = OFF,
      description = "CPU that sidecars may use, in cores (default: ${DEFAULT-VALUE}).")
  private String cpuLimit;

  @Option(
      names = "--injection-proxy-memory-limit",
      paramLabel = "QUANTITY|off",
      defaultValue = OFF,
      description = "Memory that sidecars may use, in bytes (default: ${DEFAULT-VALUE}).")
  private String memoryLimit;

  @Option(
      names = "--injection-prometheus-annotations",
      paramLabel = "true|false",
      defaultValue = "false",
      description =
          "Whether Pods get prometheus.io/scrape, port and path for their sidecar's metrics, unless"
              + " they have any such annotation (default: ${DEFAULT-VALUE}).")
  private String prometheus;

  @Option(
      names = "--cluster-domain",
      paramLabel = "NAME",
      defaultValue = "cluster.local",
      description = "Of the node ids of sidecars (default: ${DEFAULT-VALUE}).")
  private String clusterDomain;

  /**
   * @param namespace Sekisho's own
   * @param tokenAudience of the tokens that sidecars show
   * @throws StartupException if a value can't be used
   */
  SidecarSettings settings(String namespace, String tokenAudience) {
    var injection =
        new InjectionSettings(
            Version.text(),
            namespace,
            new InjectionSettings.Selection(
                checked("--injection-revision", revision, LABEL_VALUE, "the value of a label"),
                flag("--injection-honour-istio-label", honourIstioLabel)),
            new InjectionSettings.Images(
                proxyImage.orElseGet(() -> "sekisho/proxy:" + Version.text()),
                redirectImage.orElseGet(() -> "sekisho/redirect:" + Version.text()),
                pullPolicy.map(InjectionFlags::pullPolicy)),
            nativeSidecars(),
            redirection(),
            new ProxyResources(
                range("--injection-proxy-cpu", cpu, cpuLimit),
                range("--injection-proxy-memory", memory, memoryLimit)),
            checked("--cluster-domain", clusterDomain, DNS_NAME, "a DNS name"),
            tokenAudience,
            flag("--injection-prometheus-annotations", prometheus));
    var xds = xdsAddress.orElseGet(() -> "sekisho." + namespace + ".svc:" + DEFAULT_XDS_PORT);
    int colon = xds.lastIndexOf(':');
    try {
      int port = Integer.parseInt(xds.substring(colon + 1));
      if (colon < 1 || port < 1 || port > 65535) {
        throw wrong("--injection-xds-address", xds, "HOST:PORT");
      }
      return new SidecarSettings(injection, xds.substring(0, colon), port);
    } catch (NumberFormatException e) {
      throw wrong("--injection-xds-address", xds, "HOST:PORT");
    }
  }

  private NativeSidecars nativeSidecars() {
    return Arrays.stream(NativeSidecars.values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(nativeSidecars))
        .findFirst()
        .orElseThrow(
            () -> wrong("--injection-native-sidecars", nativeSidecars, "auto, always or never"));
  }

  private Redirection redirection() {
    return Redirection.parse(init)
        .filter(found -> found != Redirection.EXPLICIT)
        .orElseThrow(() -> wrong("--injection-init", init, "container or off"));
  }

  private static String pullPolicy(String text) {
    if (!PULL_POLICIES.contains(text)) {
      throw wrong("--injection-image-pull-policy", text, "Always, IfNotPresent or Never");
    }
    return text;
  }

  private static ProxyResources.Range range(String flag, String request, String limit) {
    var range = new ProxyResources.Range(quantity(flag, request), quantity(flag + "-limit", limit));
    if (range.isInverted()) {
      throw wrong(flag + "-limit", limit, "not less than " + flag + ", " + request);
    }
    return range;
  }

  private static Optional<Quantity> quantity(String flag, String text) {
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    return Optional.of(
        Quantity.parse(text)
            .orElseThrow(() -> wrong(flag, text, "a quantity as in 100m or 128Mi, or off")));
  }

  private static boolean flag(String flag, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(flag, text, "true or false");
    };
  }

  private static String checked(String flag, String text, Pattern form, String expected) {
    if (!form.matcher(text).matches()) {
      throw wrong(flag, text, expected);
    }
    return text;
  }

  private static StartupException wrong(String flag, String text, String expected) {
    return new StartupException(INPUT, flag + ": " + text + " (expected: " + expected + ")");
  }
}

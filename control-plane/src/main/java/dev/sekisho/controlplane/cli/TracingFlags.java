package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.tracing.TracingSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Flags about traces. */
final class TracingFlags {

  private static final String OFF = "off";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MAX_PORT = 65535;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL|off",
      defaultValue = OFF,
      description =
          "Where traces are sent, by OTLP over HTTP, as in http://collector.monitoring:4318; "
              + TracingSettings.PATH
              + " is added (default: ${DEFAULT-VALUE}).")
  private String endpoint;

  @Option(
      names = "--trace-sample-ratio",
      paramLabel = "RATIO",
      defaultValue = "1",
      description =
          "Of the traces that begin here, 0 to 1; where the API server sends its own along, that"
              + " decides (default: ${DEFAULT-VALUE}).")
  private String sampleRatio;

  /**
   * Empty: traces are off.
   *
   * @throws StartupException if a value can't be used
   */
  Optional<TracingSettings> settings() {
    double ratio = ratio();
    return endpoint.equals(OFF)
        ? Optional.empty()
        : Optional.of(new TracingSettings(base(), ratio, Version.text()));
  }

  private double ratio() {
    try {
      double ratio = Double.parseDouble(sampleRatio);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new StartupException(
        INPUT, "--trace-sample-ratio: " + sampleRatio + " (expected: 0 to 1, as in 0.05)");
  }

  private URI base() {
    try {
      var uri = new URI(endpoint);
      if (isBase(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    // What stands before an @ may be a password.
    throw new StartupException(
        INPUT,
        "--otlp-endpoint: "
            + (endpoint.contains("@") ? "a URL with a user" : endpoint)
            + " (expected: off, or as in http://collector.monitoring:4318, without user, query and "
            + TracingSettings.PATH
            + ")");
  }

  private static boolean isBase(URI uri) {
    return uri.getScheme() != null
        && SCHEMES.contains(uri.getScheme())
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.getPort() != 0
        && uri.getPort() <= MAX_PORT
        && !uri.getPath().endsWith(TracingSettings.PATH)
        && !uri.getPath().endsWith(TracingSettings.PATH + "/");
  }
}

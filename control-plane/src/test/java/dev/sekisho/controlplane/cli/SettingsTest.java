package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SettingsTest {

  /** Every key, with its default and another value; empty: none. */
  private static final Map<String, List<Object>> KEYS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("source", List.of("kubernetes", "folder")),
              Map.entry("kubeconfig", List.of(Optional.empty(), "file")),
              Map.entry("namespace", List.of("sekisho-system", "other")),
              Map.entry("data-dir", List.of(Optional.empty(), "folder")),
              Map.entry("gateway-http-port", List.of(8080, 1)),
              Map.entry("gateway-https-port", List.of(9443, 2)),
              Map.entry("bind", List.of("0.0.0.0", "::1")),
              Map.entry("webhook-port", List.of(8443, 3)),
              Map.entry("webhook-client-ca", List.of(Optional.empty(), "file")),
              Map.entry("webhook-client-cidr", List.of(Optional.empty(), "10.0.0.0/8")),
              Map.entry("trust-domain", List.of("cluster.local", "acme.example")),
              Map.entry("root-lifetime", List.of("3650d", "90d")),
              Map.entry("workload-certificate-lifetime", List.of("24h", "1h")),
              Map.entry("serving-certificate-lifetime", List.of("7d", "1d")),
              Map.entry("serving-certificate-secret", List.of(Optional.empty(), "tls")),
              Map.entry("webhook-status-reason", List.of("forbidden", "message")),
              Map.entry("webhook-configuration", List.of("sekisho", "off")),
              Map.entry("xds-port", List.of(15012, 4)),
              Map.entry("xds-plaintext-port", List.of("off", "5")),
              Map.entry("otlp-endpoint", List.of("off", "http://collector:4318")),
              Map.entry("trace-sample-ratio", List.of("1", "0.05")),
              Map.entry("log-format", List.of("text", "json")),
              Map.entry("log-level", List.of("info", "debug")),
              Map.entry("token-audience", List.of("sekisho", "other")),
              Map.entry("xds-max-connection-age", List.of("30m", "1h")),
              Map.entry("outbound-traffic-policy", List.of("ALLOW_ANY", "REGISTRY_ONLY")),
              Map.entry("injection-proxy-image", List.of(Optional.empty(), "a/proxy:1")),
              Map.entry("injection-redirect-image", List.of(Optional.empty(), "a/redirect:1")),
              Map.entry("injection-image-pull-policy", List.of(Optional.empty(), "Never")),
              Map.entry("injection-revision", List.of("sekisho", "canary")),
              Map.entry("injection-honour-istio-label", List.of("false", "true")),
              Map.entry("injection-native-sidecars", List.of("auto", "never")),
              Map.entry("injection-xds-address", List.of(Optional.empty(), "xds.example:1")),
              Map.entry("injection-init", List.of("container", "off")),
              Map.entry("injection-proxy-cpu", List.of("100m", "1")),
              Map.entry("injection-proxy-memory", List.of("128Mi", "1Gi")),
              Map.entry("injection-proxy-cpu-limit", List.of("off", "2")),
              Map.entry("injection-proxy-memory-limit", List.of("off", "2Gi")),
              Map.entry("injection-prometheus-annotations", List.of("false", "true")),
              Map.entry("cluster-domain", List.of("cluster.local", "acme.example")),
              Map.entry("admin-port", List.of(15014, 6))));

  /** Those that can't have any value. */
  private static final Set<String> CHOICES = Set.of("log-format", "log-level");

  @TempDir private Path temp;

  static List<String> keys() {
    return List.copyOf(KEYS.keySet());
  }

  @Test
  void thereAreNoOtherKeys() {
    var flags =
        run(Map.of()).options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !List.of("--config", "--help", "--version").contains(name))
            .map(name -> name.substring(2))
            .toList();

    assertThat(flags).containsExactlyInAnyOrderElementsOf(KEYS.keySet());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void hasItsDefault(String key) {
    assertThat(value(run(Map.of()), key))
        .isEqualTo(text(KEYS.getOrDefault(key, List.of()).getFirst()));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void canBeSetByFlagThenEnvironmentThenFile(String key) throws IOException {
    var other = text(KEYS.getOrDefault(key, List.of()).getLast());
    var variable = "SEKISHO_" + key.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    var config = "--config=" + file(key + ": " + other + "\n");
    boolean chosen = CHOICES.contains(key);
    var second = chosen ? text(KEYS.getOrDefault(key, List.of()).getFirst()) : "77";
    var third = chosen ? other : "78";
    var environment = Map.of(variable, second);
    var flag = "--" + key + "=" + third;

    assertThat(value(run(Map.of(), config), key)).as("file").isEqualTo(other);
    assertThat(value(run(environment, config), key)).as("environment").isEqualTo(second);
    assertThat(value(run(environment, config, flag), key)).as("flag").isEqualTo(third);
  }

  @Test
  void theEnvironmentMayNameTheFile() throws IOException {
    var file = file("webhook-port: 1\n").toString();

    assertThat(value(run(Map.of("SEKISHO_CONFIG", file)), "webhook-port")).isEqualTo("1");
    assertThat(value(run(Map.of(), "--config", file), "webhook-port")).isEqualTo("1");
  }

  @Test
  void valuesAreTakenAsTheyAreWritten() throws IOException {
    var config = "--config=" + file("xds-plaintext-port: off\nnamespace: 007\nbind: 'yes'\n");

    assertThat(value(run(Map.of(), config), "xds-plaintext-port")).isEqualTo("off");
    assertThat(value(run(Map.of(), config), "namespace")).isEqualTo("007");
    assertThat(value(run(Map.of(), config), "bind")).isEqualTo("yes");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertThat(value(run(Map.of(), "--config=" + file("# nothing\n")), "bind"))
        .isEqualTo("0.0.0.0");
  }

  @Test
  void helpAndVersionAreNoSettings() {
    var environment = Map.of("SEKISHO_HELP", "1.2.3", "SEKISHO_VERSION", "1.2.3");

    assertThat(value(run(environment), "bind")).isEqualTo("0.0.0.0");
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheKnownOnes() throws IOException {
    refused("webhok-port: 1\n")
        .contains("unknown key webhok-port")
        .contains("webhook-port, webhook-client-ca")
        .doesNotContain(" config");
    refused("help: true\n").contains("unknown key help");
    refused("config: x\n").contains("unknown key config");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a\n", "webhook-port\n", "5\n"})
  void whatIsNoMapIsAnError(String text) throws IOException {
    refused(text).contains("expected keys and values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind: [a]\n", "bind: {a: b}\n", "bind:\n", "bind: ''\n"})
  void whatIsNoSingleValueIsAnError(String text) throws IOException {
    refused(text).contains("bind").contains("expected one value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind: [\n", "bind: a\nbind: b\n", "a: b: c\n", "\tbind: a\n"})
  void wrongYamlIsAnErrorWithItsLine(String text) throws IOException {
    refused(text).contains("line");
  }

  @Test
  void aFileThatCannotBeReadIsAnError() throws IOException {
    for (Path file : List.of(temp.resolve("none.yaml"), temp)) {
      assertThatThrownBy(() -> run(Map.of(), "--config=" + file))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(file + ": can't be read");
    }
    var binary = Files.write(temp.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> run(Map.of(), "--config=" + binary))
        .isInstanceOf(StartupException.class);
  }

  private org.assertj.core.api.AbstractStringAssert<?> refused(String text) throws IOException {
    var file = file(text);
    try {
      run(Map.of(), "--config=" + file);
    } catch (StartupException e) {
      assertThat(e.reason()).isEqualTo(StartupException.Reason.INPUT);
      return assertThat(String.valueOf(e.getMessage())).startsWith(file + ": ").hasLineCount(1);
    }
    throw new AssertionError("accepted: " + text);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("sekisho.yaml"), text);
  }

  /** The command {@code run} with its options set, but not run. */
  private static CommandLine.Model.CommandSpec run(
      Map<String, String> environment, String... args) {
    var all = new String[args.length + 1];
    all[0] = "run";
    System.arraycopy(args, 0, all, 1, args.length);
    var commandLine = new CommandLine(Main.class);
    commandLine.setDefaultValueProvider(Settings.of(commandLine, all, environment));
    var parsed = commandLine.parseArgs(all);
    assertThat(Arrays.asList(all)).first().isEqualTo("run");
    return parsed.subcommand().commandSpec();
  }

  private static String value(CommandLine.Model.CommandSpec command, String key) {
    return text(command.findOption("--" + key).getValue());
  }

  private static String text(Object value) {
    return value instanceof Optional<?> o
        ? o.map(Object::toString).orElse("none")
        : String.valueOf(value);
  }
}

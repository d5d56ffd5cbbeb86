package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What flags take if they aren't given: environment variables ({@code SEKISHO_WEBHOOK_PORT} for
 * {@code --webhook-port}), then the YAML file named by {@code --config} with the same keys ({@code
 * webhook-port: 8443}). One definition, the options of the command, serves all three.
 */
final class Settings implements IDefaultValueProvider {

  private static final String CONFIG = "--config";
  private static final String PREFIX = "SEKISHO_";

  /** Flags that only make sense on a command line; images often set SEKISHO_VERSION, say. */
  private static final Set<String> NOT_SETTINGS = Set.of(CONFIG, "--help", "--version");

  private final Map<String, String> environment;
  private final Map<String, String> file;

  private Settings(Map<String, String> environment, Map<String, String> file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the file that the arguments or the environment name.
   *
   * @throws StartupException if it can't be read, or has a key that no flag has
   */
  static Settings of(CommandLine commandLine, String[] args, Map<String, String> environment) {
    var file =
        fileOf(args).or(() -> Optional.ofNullable(environment.get(variable(CONFIG)))).map(Path::of);
    if (file.isEmpty()) {
      return new Settings(environment, Map.of());
    }
    return new Settings(environment, read(file.get(), flags(commandLine)));
  }

  private static Optional<String> fileOf(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(CONFIG) && i + 1 < args.length) {
        return Optional.of(args[i + 1]);
      }
      if (args[i].startsWith(CONFIG + "=")) {
        return Optional.of(args[i].substring(CONFIG.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** The keys that a file may have: the flags of {@code run}. */
  private static List<String> flags(CommandLine commandLine) {
    return Objects.requireNonNull(commandLine.getSubcommands().get("run"))
        .getCommandSpec()
        .options()
        .stream()
        .map(OptionSpec::longestName)
        .filter(name -> !NOT_SETTINGS.contains(name))
        .map(name -> name.substring(2))
        .toList();
  }

  private static Map<String, String> read(Path file, List<String> known) {
    Object content;
    try {
      var options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      content =
          new Yaml(
                  new SafeConstructor(options),
                  new Representer(new DumperOptions()),
                  new DumperOptions(),
                  options,
                  new AsWritten())
              .load(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StartupException(
          INPUT, file + ": can't be read (" + e.getClass().getSimpleName() + ")");
    } catch (YAMLException e) {
      throw new StartupException(
          INPUT, file + ": " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
    var settings = new HashMap<String, String>();
    if (content == null) {
      return settings;
    }
    if (!(content instanceof Map<?, ?> map)) {
      throw new StartupException(
          INPUT, file + ": expected keys and values, as in webhook-port: 8443");
    }
    for (var entry : map.entrySet()) {
      var key = String.valueOf(entry.getKey());
      if (!known.contains(key)) {
        throw new StartupException(
            INPUT, file + ": unknown key " + key + "; known are " + String.join(", ", known));
      }
      if (!(entry.getValue() instanceof String value) || value.isEmpty()) {
        throw new StartupException(INPUT, file + ": " + key + ": expected one value");
      }
      settings.put(key, value);
    }
    return settings;
  }

  /** Leaves values as they are written: YAML takes {@code off} for a boolean, but it is a port. */
  private static final class AsWritten extends Resolver {
    @Override
    protected void addImplicitResolvers() {}
  }

  private static String variable(String flag) {
    return PREFIX + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
      return null;
    }
    String flag = option.longestName();
    if (NOT_SETTINGS.contains(flag)) {
      return null;
    }
    var set = environment.get(variable(flag));
    return set != null ? set : file.get(flag.substring(2));
  }
}

package dev.sekisho.controlplane.cli;

import dev.sekisho.controlplane.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program {@code sekisho}. */
@Command(
    name = "sekisho",
    description = "One policy model for admission and routing on Kubernetes.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      BootstrapCommand.class,
      AnalyzeCommand.class,
      ReviewCommand.class,
      SchemaCommand.class,
      ExplainCommand.class,
      ProxyStatusCommand.class,
      ProxyConfigCommand.class,
      CheckCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all well",
      "1:findings",
      "2:wrong usage, or input that can't be read",
      "3:something that is needed isn't available"
    })
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line. Returns the exit code. */
  static int run(String... args) {
    var commandLine = new CommandLine(new Main());
    try {
      commandLine.setDefaultValueProvider(Settings.of(commandLine, args, System.getenv()));
    } catch (StartupException e) {
      commandLine.getErr().println("sekisho: " + e.getMessage());
      return e.reason().exitCode();
    }
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Main::onException);
    return commandLine.execute(args);
  }

  private static int onException(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed)
      throws Exception {
    if (exception instanceof StartupException startup) {
      commandLine.getErr().println("sekisho: " + startup.getMessage());
      return startup.reason().exitCode();
    }
    throw exception;
  }
}

package dev.sekisho.controlplane.cli;

import dev.sekisho.controlplane.demo.Demo;
import java.io.Console;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Shows what Sekisho does, in half a minute and without a cluster: the control plane runs on a",
      "copy of examples/, a real Envoy connects to it, and both are asked the same questions."
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--once",
      description = "End after the tour; exit code 0 only if every expectation held.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    // The tour tells what happens: the log would run through its tables.
    System.setProperty(
        "SEKISHO_LOG_LEVEL",
        Objects.requireNonNullElse(System.getenv("SEKISHO_LOG_LEVEL"), "ERROR"));
    // ./sekisho says where the sources are, whatever folder it is called from.
    var home = Path.of(Objects.requireNonNullElse(System.getenv("SEKISHO_HOME"), ""));
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    try (var demo = new Demo(home, spec.commandLine().getOut(), terminal)) {
      return demo.run(Version.text(), once);
    }
  }
}

package dev.sekisho.controlplane.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints what makes bash and zsh complete commands and flags.",
    footer = {
      "",
      "For this shell:         source <(sekisho completion)",
      "For each new one, bash: sekisho completion > ~/.local/share/bash-completion/completions/sekisho",
      "                  zsh:  add the first line to ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var program = Objects.requireNonNull(spec.parent());
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(program.name(), program.commandLine()));
    out.flush();
    return 0;
  }
}

package dev.sekisho.controlplane.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.rehearsal.AnalysisReport;
import dev.sekisho.controlplane.rehearsal.InputText;
import dev.sekisho.controlplane.rehearsal.JsonReport;
import dev.sekisho.controlplane.rehearsal.JunitReport;
import dev.sekisho.controlplane.rehearsal.SarifReport;
import dev.sekisho.controlplane.rehearsal.TextReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "analyze",
    description = {
      "Gives the verdicts of the policies on manifests, without a cluster. Policies may be among",
      "them, or in --policies. Each finding names file, line and column."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho analyze examples/",
      "  helm template CHART | sekisho analyze - --policies policies/ -o junit",
      "",
      "Exit code 0: no violation (warnings don't count); 1: violations; 2: something can't be read,",
      "a policy is wrong, or the usage is."
    })
final class AnalyzeCommand implements Callable<Integer> {

  /** The forms of a report. */
  enum Output {
    text,
    json,
    sarif,
    junit
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Manifests, folders of manifests, or - for standard input.")
  private List<String> paths = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output;

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description =
          "Manifests that are there already, above all policies; they aren't reviewed. May be"
              + " repeated.")
  private List<String> policies = List.of();

  @Mixin private Stage stage;

  @Override
  public Integer call() {
    var report =
        stage.analysis().of(InputText.read(policies, System.in), InputText.read(paths, System.in));
    write(report);
    if (report.unreadable()) {
      return 2;
    }
    return report.hasErrors() ? 1 : 0;
  }

  private void write(AnalysisReport report) {
    var out = spec.commandLine().getOut();
    switch (output) {
      case text -> TextReport.write(report, out);
      case json -> print(JsonReport.of(report));
      case sarif -> print(SarifReport.of(report, Version.text()));
      case junit -> {
        out.println(JunitReport.of(report));
        out.flush();
      }
    }
  }

  private void print(ObjectNode json) {
    spec.commandLine().getOut().println(json.toPrettyString());
    spec.commandLine().getOut().flush();
  }
}

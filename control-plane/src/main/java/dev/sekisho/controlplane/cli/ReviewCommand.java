package dev.sekisho.controlplane.cli;

import dev.sekisho.controlplane.rehearsal.InputText;
import dev.sekisho.controlplane.rehearsal.Outcome;
import dev.sekisho.controlplane.rehearsal.OutcomeJson;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.webhook.review.Decisions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "review",
    description = {
      "Decides on AdmissionReviews or objects, one after the other, as the webhook would. Each that",
      "is admitted is remembered as if it had been applied: a second object of the same name is an",
      "update. Namespaces and policy ConfigMaps among them take effect at once."
    },
    footer = {
      "",
      "With -o json each decision is one line: {object, operation, allowed, violations: [{policy,",
      "rule, path, message}], warnings, patch, revision}.",
      "",
      "Exit code 0: all allowed; 1: some denied; 2: something can't be read, or the usage is wrong."
    })
final class ReviewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "AdmissionReviews or objects, in YAML or JSON; - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description = "Manifests of what is there already; they aren't reviewed. May be repeated.")
  private List<String> sources = List.of();

  @Mixin private TextOrJson output;
  @Mixin private Stage stage;

  @Override
  public Integer call() {
    var session = stage.session();
    session.add(InputText.read(sources, System.in));
    var out = spec.commandLine().getOut();
    var denied = new AtomicBoolean();
    for (InputText text : InputText.read(files, System.in)) {
      session.review(
          text,
          outcome -> {
            denied.compareAndSet(false, !outcome.allowed());
            write(outcome, out);
          });
    }
    return denied.get() ? 1 : 0;
  }

  private void write(Outcome outcome, PrintWriter out) {
    switch (output.form()) {
      case json -> out.println(OutcomeJson.of(outcome));
      case text -> {
        out.println(line(outcome));
        outcome.with(Enforcement.WARN).forEach(v -> out.println("  warning: " + Decisions.text(v)));
        if (!outcome.patch().isEmpty()) {
          out.println("  patch: " + outcome.patch());
        }
      }
    }
    out.flush();
  }

  private static String line(Outcome outcome) {
    String verdict = outcome.allowed() ? "allowed" : "denied ";
    String operation = outcome.operation().name().toLowerCase(Locale.ROOT);
    String reasons =
        Stream.concat(
                outcome.problems().stream().map(Object::toString),
                outcome.with(Enforcement.DENY).map(Decisions::text))
            .distinct()
            .collect(Collectors.joining(", "));
    return verdict
        + " "
        + operation
        + " "
        + outcome.object()
        + (reasons.isEmpty() ? "" : ": " + reasons);
  }
}

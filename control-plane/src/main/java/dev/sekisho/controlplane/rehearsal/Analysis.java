package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.source.PolicyFiles;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.policies.parse.yaml.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reviews a set of manifests as a whole: policies, namespaces and what others refer to are known
 * first, wherever they stand; then each object is submitted, in the order of the texts.
 */
public final class Analysis {

  /** The rank of what nothing else refers to. */
  private static final int LAST = 3;

  private static final Comparator<Located> BY_RANK =
      Comparator.comparingInt(located -> rank(located.document()));

  private final Rehearsal rehearsal;
  private final String ownNamespace;
  private final String defaultNamespace;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param defaultNamespace where objects go that name no namespace
   */
  public Analysis(Rehearsal rehearsal, String ownNamespace, String defaultNamespace) {
    this.rehearsal = rehearsal;
    this.ownNamespace = ownNamespace;
    this.defaultNamespace = defaultNamespace;
  }

  private record Located(String file, ManifestDocument document) {}

  /**
   * What is wrong with the texts.
   *
   * @param given texts that are there already: what can't be read of them is a finding, but their
   *     objects aren't reviewed
   */
  public AnalysisReport of(List<InputText> given, List<InputText> texts) {
    read(given).forEach(located -> remember(located));
    var all = read(texts);
    all.stream().filter(l -> rank(l.document()) < LAST).sorted(BY_RANK).forEach(this::submit);
    all.stream().filter(l -> rank(l.document()) == LAST).forEach(this::submit);
    var order = new ArrayList<>(given);
    order.addAll(texts);
    return new AnalysisReport(
        inOrder(order),
        all.size(),
        rehearsal.policies().policies().size(),
        rehearsal.policies().revision().toString());
  }

  /** The objects of the texts; their bare policies take effect. */
  private List<Located> read(List<InputText> texts) {
    var objects = new ArrayList<Located>();
    for (InputText text : texts) {
      var manifest = ManifestReader.read(text.text());
      if (manifest.holdsPolicies()) {
        policies(text);
      }
      manifest
          .problems()
          .forEach(p -> unreadable(text.name(), p.position(), p.path(), p.message()));
      manifest.documents().stream()
          .filter(document -> !document.isPolicy())
          .forEach(document -> objects.add(new Located(text.name(), document)));
    }
    return objects;
  }

  /** Namespaces first, then policies, then what others refer to. */
  private static int rank(ManifestDocument document) {
    return switch (document.kind()) {
      case "Namespace" -> 0;
      case "ConfigMap" -> 1;
      case "IngressClass", "ServiceAccount", "SecretProviderClass", "Gateway" -> 2;
      default -> LAST;
    };
  }

  private List<Finding> inOrder(List<InputText> texts) {
    Map<String, Integer> order = new HashMap<>();
    texts.forEach(text -> order.putIfAbsent(text.name(), order.size()));
    return findings.stream()
        .sorted(
            Comparator.comparing((Finding f) -> order.getOrDefault(f.file(), Integer.MAX_VALUE))
                .thenComparing(Finding::position))
        .toList();
  }

  private void policies(InputText text) {
    var configMap = PolicyFiles.configMap(ownNamespace, text.name(), text.name(), text.text());
    for (PolicyProblem problem : rehearsal.add(configMap)) {
      findings.add(
          new Finding(
              Finding.Level.ERROR,
              text.name(),
              new Position(problem.line(), problem.column()),
              "",
              "",
              Finding.POLICY,
              problem.path(),
              problem.message()));
    }
  }

  private void remember(Located located) {
    named(located)
        .ifPresent(
            object ->
                rehearsal
                    .add(object)
                    .forEach(
                        problem ->
                            findings.add(wrongPolicy(located, ObjectNames.key(object), problem))));
  }

  /** The object in its namespace, if it has a name. */
  private Optional<ObjectNode> named(Located located) {
    var object = located.document().object();
    if (ObjectNames.hasName(object)) {
      return Optional.of(ObjectNames.placedIn(object, defaultNamespace));
    }
    unreadable(
        located.file(),
        located.document().position("metadata"),
        "metadata.name",
        located.document().kind() + " without metadata.name: give it one");
    return Optional.empty();
  }

  private void submit(Located located) {
    named(located).ifPresent(object -> submit(located, object));
  }

  private void submit(Located located, ObjectNode object) {
    var outcome = rehearsal.submit(object);
    outcome
        .problems()
        .forEach(problem -> findings.add(wrongPolicy(located, outcome.object(), problem)));
    outcome
        .violations()
        .forEach(
            violation ->
                findings.add(
                    new Finding(
                        Finding.Level.of(violation.enforcement()),
                        located.file(),
                        located.document().position(violation.fieldPath()),
                        outcome.object().toString(),
                        violation.policy(),
                        violation.rule(),
                        violation.fieldPath(),
                        violation.message())));
  }

  /** The problem's own position is within the text of a data key. */
  private static Finding wrongPolicy(Located located, ObjectKey key, PolicyProblem problem) {
    String path = problem.key().isEmpty() ? "data" : "data[" + problem.key() + "]";
    return new Finding(
        Finding.Level.ERROR,
        located.file(),
        located.document().position(path),
        key.toString(),
        "",
        Finding.POLICY,
        path,
        problem.toString());
  }

  private void unreadable(String file, Position position, String path, String message) {
    findings.add(
        new Finding(Finding.Level.ERROR, file, position, "", "", Finding.INPUT, path, message));
  }
}

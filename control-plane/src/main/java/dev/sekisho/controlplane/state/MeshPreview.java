package dev.sekisho.controlplane.state;

import dev.sekisho.policies.mesh.MeshRules;
import dev.sekisho.policies.mesh.WeakerMode;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyConfigMap;
import dev.sekisho.policies.parse.PolicyNote;
import dev.sekisho.policies.parse.PolicyProblem;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an edit of a policy does to the modes that namespaces' own policies ask for. One that asks
 * for less than the platform's is wrong; where the platform comes to ask for more, its author is
 * told whose word loses its effect.
 */
final class MeshPreview {

  private final Function<String, NamespaceFacts> namespaces;
  private final PolicyConfigMap configMap;

  /**
   * @param configMap that is put
   */
  MeshPreview(Function<String, NamespaceFacts> namespaces, PolicyConfigMap configMap) {
    this.namespaces = namespaces;
    this.configMap = configMap;
  }

  /**
   * The status that the ConfigMap would have.
   *
   * @param status from its text alone
   * @param now the policies in force
   * @param next those that would be
   */
  PolicyStatus status(PolicyStatus status, PolicySet now, PolicySet next) {
    return switch (status) {
      case PolicyStatus.Ok ok -> status(ok, now, next);
      case PolicyStatus.Broken broken -> broken;
      case PolicyStatus.Ignored ignored -> ignored;
    };
  }

  private PolicyStatus status(PolicyStatus.Ok ok, PolicySet now, PolicySet next) {
    var problems = new ArrayList<PolicyProblem>();
    var notes = new ArrayList<>(ok.notes());
    var before = MeshRules.of(now).weaker(namespaces);
    for (WeakerMode weaker : MeshRules.of(next).weaker(namespaces)) {
      if (isHere(weaker)) {
        problems.add(problem(weaker));
      } else if (!before.contains(weaker)) {
        notes.add(note(weaker));
      }
    }
    return problems.isEmpty()
        ? new PolicyStatus.Ok(notes)
        : new PolicyStatus.Broken(problems, notes, false);
  }

  private boolean isHere(WeakerMode weaker) {
    return new ObjectKey("ConfigMap", weaker.policy().namespace(), weaker.policy().configMap())
        .equals(configMap.key());
  }

  private static PolicyNote note(WeakerMode weaker) {
    return new PolicyNote(
        "",
        "%s of policy %s would be without effect: %s is weaker than %s"
            .formatted(weaker.path(), weaker.policy(), weaker.asked(), weaker.platform()));
  }

  private PolicyProblem problem(WeakerMode weaker) {
    for (Map.Entry<String, String> data : new TreeMap<>(configMap.data()).entrySet()) {
      for (ManifestDocument document : ManifestReader.read(data.getValue()).documents()) {
        if (document.isPolicy() && nameOf(document).equals(weaker.policy().name())) {
          var at = document.position(weaker.path());
          return new PolicyProblem(
              data.getKey(), at.line(), at.column(), weaker.path(), weaker.message());
        }
      }
    }
    return new PolicyProblem("", 0, 0, "", weaker.path() + ": " + weaker.message());
  }

  private static String nameOf(ManifestDocument document) {
    return document.object().path("metadata").path("name").asText();
  }
}

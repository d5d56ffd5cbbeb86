package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.parse.yaml.YamlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads all that one ConfigMap says. */
final class ConfigMapReader {

  private static final Set<String> SUFFIXES = Set.of(".yaml", ".yml");
  private static final String JSON = ".json";

  private ConfigMapReader() {}

  /**
   * @param result of all data keys together
   * @param notes on keys that are not read, and on what is without effect
   */
  record Content(ParseResult result, List<PolicyNote> notes) {}

  /**
   * @param now exemptions that have expired by then are noted
   */
  static Content read(
      PolicyConfigMap configMap, String ownNamespace, OtherKinds otherKinds, Instant now) {
    var notes = new ArrayList<PolicyNote>();
    var reader =
        new PolicyReader(configMap.namespace(), configMap.name(), ownNamespace, otherKinds);
    for (var entry : new TreeMap<>(configMap.data()).entrySet()) {
      if (isRead(entry.getKey(), otherKinds)) {
        int before = reader.policies().size();
        reader.read(entry.getKey(), entry.getValue());
        for (Policy policy : reader.policies().subList(before, reader.policies().size())) {
          notes.addAll(PolicyNotes.of(policy, entry.getKey(), now));
        }
      } else {
        notes.add(new PolicyNote(entry.getKey(), "ignored key: it does not end in .yaml or .yml"));
      }
    }
    for (String key : new TreeSet<>(configMap.binaryDataKeys())) {
      notes.add(new PolicyNote(key, "ignored key: binaryData is not read, save the file as UTF-8"));
    }
    var result = reader.result();
    if (result.policies().isEmpty() && result.problems().isEmpty()) {
      notes.add(new PolicyNote("", "there is no policy in this ConfigMap"));
    }
    return new Content(result, List.copyOf(notes));
  }

  /** Notes on a ConfigMap that isn't labelled though its text is a policy. */
  static List<PolicyNote> lacksLabel(PolicyConfigMap configMap) {
    return new TreeMap<>(configMap.data())
        .entrySet().stream()
            .filter(e -> e.getValue().contains(PolicyShape.GROUP + "/"))
            .filter(
                e ->
                    YamlText.read(e.getValue()).stream()
                        .anyMatch(document -> document.isOfGroup(PolicyShape.GROUP)))
            .map(
                e ->
                    new PolicyNote(
                        e.getKey(),
                        "looks like a policy but lacks the label "
                            + PolicyConfigMap.LABEL
                            + ": \""
                            + PolicyConfigMap.LABEL_VALUE
                            + "\""))
            .toList();
  }

  private static boolean isRead(String key, OtherKinds otherKinds) {
    return SUFFIXES.stream().anyMatch(key::endsWith)
        || (otherKinds == OtherKinds.SKIP && key.endsWith(JSON));
  }
}

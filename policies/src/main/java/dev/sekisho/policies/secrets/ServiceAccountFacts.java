package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.FieldReader;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a ServiceAccount.
 *
 * @param secrets names of the Secrets that it lists
 * @param pullSecrets names of those that Pods get which name none themselves
 * @param automount whether Pods get its token which don't say themselves; absent: they do
 */
public record ServiceAccountFacts(
    List<String> secrets, List<String> pullSecrets, Optional<Boolean> automount) {

  public ServiceAccountFacts {
    secrets = List.copyOf(secrets);
    pullSecrets = List.copyOf(pullSecrets);
  }

  /** Reads a ServiceAccount object. Never throws; what can't be read is left out. */
  public static ServiceAccountFacts read(JsonNode object) {
    var fields = new FieldReader();
    var secrets = ReferenceReader.names(object, "secrets", "", fields);
    var pullSecrets = ReferenceReader.names(object, "imagePullSecrets", "", fields);
    return new ServiceAccountFacts(
        secrets.stream().map(PodFacts.Named::name).toList(),
        pullSecrets.stream().map(PodFacts.Named::name).toList(),
        fields.flag(object, "automountServiceAccountToken", ""));
  }
}

package dev.sekisho.policies.secrets;

import dev.sekisho.policies.secrets.PodFacts.Named;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of what a SecretProviderClass fetches from its provider.
 *
 * @param known whether these are all
 * @param fieldPath where they stand, or what keeps them from being known
 */
record ObjectNames(List<Named> names, boolean known, String fieldPath) {

  private static final String PROVIDER = "spec.provider";

  ObjectNames {
    names = List.copyOf(names);
  }

  /** Known of the AWS provider's objects, if all of them can be read. */
  static ObjectNames of(SecretProviderClass definition) {
    if (!definition.provider().equals("aws")) {
      return new ObjectNames(List.of(), false, PROVIDER);
    }
    var read = DefinitionCheck.objectsOf(definition);
    var names = new ArrayList<Named>();
    for (AwsObject object : read.objects()) {
      names.add(new Named(object.name(), object.fieldPath() + ".objectName"));
      object
          .failover()
          .ifPresent(
              name ->
                  names.add(new Named(name, object.fieldPath() + ".failoverObject.objectName")));
    }
    boolean known = read.problems().isEmpty() && !definition.notText().contains("objects");
    return new ObjectNames(names, known, AwsObjects.PATH);
  }
}

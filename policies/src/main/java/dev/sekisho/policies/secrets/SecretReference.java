package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.SecretChannel;

/**
 * A Secret that an object names, or Secrets if the name is known in part only.
 *
 * @param name {@code *} stands for what isn't known: a StorageClass's template, all Secrets that a
 *     Role can read
 * @param namespace empty if it is that of the object, or if the object has none and says none
 * @param detail what the object calls it: the volume, the variable, the key
 */
public record SecretReference(
    String name,
    String namespace,
    SecretChannel channel,
    String detail,
    Users users,
    String fieldPath) {

  /** As grants name it: with the namespace, if that is another one than the object's. */
  String qualifiedName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  Glob qualified() {
    return new Glob(qualifiedName());
  }

  Glob bare() {
    return new Glob(name);
  }

  /** How the object gets at it: {@code container api, env DB_PASSWORD}. */
  String where() {
    return users.prefix() + channel.word() + (detail.isEmpty() ? "" : " " + detail);
  }
}

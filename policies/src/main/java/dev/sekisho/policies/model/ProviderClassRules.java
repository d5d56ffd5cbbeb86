package dev.sekisho.policies.model;

import java.util.List;

/**
 * What is asked of SecretProviderClasses and of those who use them.
 *
 * @param allow globs over the names that may be used; empty: every one
 * @param check whether classes and their use are checked for mistakes
 * @param objectPrefixes of which each object's name must start with one; empty: no opinion
 * @param inject whether a Pod can ask for a CSI volume by annotation
 */
public record ProviderClassRules(
    List<Glob> allow, boolean check, List<NamespaceTemplate> objectPrefixes, boolean inject) {

  public ProviderClassRules {
    allow = List.copyOf(allow);
    objectPrefixes = List.copyOf(objectPrefixes);
  }
}

package dev.sekisho.policies.parse.yaml;

import java.util.List;

/**
 * What a manifest file holds.
 *
 * @param documents the objects that could be read, in order, lists taken apart
 * @param problems why others could not
 * @param holdsPolicies whether there is a bare policy document, perhaps one that can't be read.
 *     Such a file goes as a whole to the policy parser, which skips documents of other kinds, so
 *     that its positions are those of the file
 */
public record Manifest(
    List<ManifestDocument> documents, List<YamlProblem> problems, boolean holdsPolicies) {

  public Manifest {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }
}

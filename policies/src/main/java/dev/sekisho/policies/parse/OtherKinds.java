package dev.sekisho.policies.parse;

/** What becomes of documents that are not Sekisho's, by the group of their {@code apiVersion}. */
public enum OtherKinds {
  /** They are problems: nothing else belongs into a policy ConfigMap. */
  REFUSE,
  /**
   * They are left out, also those that can't be read and don't claim to be policies: a manifest
   * file may mix kinds, and its other reader reports them.
   */
  SKIP
}

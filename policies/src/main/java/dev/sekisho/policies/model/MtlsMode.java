package dev.sekisho.policies.model;

/** What a workload's proxy takes from its callers, from the laxest to the strictest. */
public enum MtlsMode {
  /** Plaintext only. */
  DISABLE,
  /** Both. */
  PERMISSIVE,
  /** The mesh's mTLS only. */
  STRICT
}

package dev.sekisho.policies.model;

/**
 * What a policy asks of the TLS entries of an Ingress.
 *
 * @param required whether there must be a TLS entry, also an empty one
 * @param mustCoverHosts whether each host that is named must be covered by a TLS entry
 */
public record TlsRules(boolean required, boolean mustCoverHosts) {

  /** No opinion. */
  public static final TlsRules NONE = new TlsRules(false, false);
}

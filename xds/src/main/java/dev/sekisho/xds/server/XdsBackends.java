package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.WorkloadCertificates;
import dev.sekisho.xds.store.ResourceStore;

/**
 * Whom the server asks.
 *
 * @param store for what is served
 * @param scopes for what of it a proxy is served
 * @param authenticator for who a proxy of the TLS port is
 * @param certificates for those of workloads
 * @param debug for what people ask
 */
public record XdsBackends(
    ResourceStore store,
    ProxyScopes scopes,
    ProxyAuthenticator authenticator,
    WorkloadCertificates certificates,
    XdsDebug debug) {

  /** The same, and people are told nothing. */
  public XdsBackends(
      ResourceStore store,
      ProxyScopes scopes,
      ProxyAuthenticator authenticator,
      WorkloadCertificates certificates) {
    this(store, scopes, authenticator, certificates, XdsDebug.NONE);
  }
}

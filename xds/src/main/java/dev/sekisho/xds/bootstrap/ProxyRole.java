package dev.sekisho.xds.bootstrap;

/** What a proxy is for. */
public enum ProxyRole {
  GATEWAY("router"),
  SIDECAR("sidecar");

  private final String nodeKind;

  ProxyRole(String nodeKind) {
    this.nodeKind = nodeKind;
  }

  /** The first part of the node id, before its first {@code ~}. */
  public String nodeKind() {
    return nodeKind;
  }
}

package dev.sekisho.xds.identity;

/** Which Pod a node id names; anybody may name any. */
public record PodName(String namespace, String name) {
  @Override
  public String toString() {
    return name + "." + namespace;
  }
}

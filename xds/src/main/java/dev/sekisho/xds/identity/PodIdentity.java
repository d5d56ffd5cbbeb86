package dev.sekisho.xds.identity;

import java.util.Map;

/**
 * The Pod that a proxy runs in, as the API server knows it.
 *
 * @param labels its labels
 * @param ip its first address; empty before it has one
 * @param node the name of its node; empty before it has one
 */
public record PodIdentity(
    String namespace,
    String name,
    String uid,
    String serviceAccount,
    Map<String, String> labels,
    String ip,
    String node) {

  /** Copies the labels. */
  public PodIdentity {
    labels = Map.copyOf(labels);
  }
}

package dev.sekisho.controlplane.source;

/** How a file of bare policy documents is told from a ConfigMap. */
public final class PolicyFiles {

  /** On the ConfigMap that stands for such a file. */
  public static final String ANNOTATION = "sekisho.dev/policy-file";

  private PolicyFiles() {}
}

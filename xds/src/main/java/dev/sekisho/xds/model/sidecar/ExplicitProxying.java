package dev.sekisho.xds.model.sidecar;

import java.util.Map;

/** How a Pod says that its applications send requests to its sidecar by themselves. */
public final class ExplicitProxying {
  /** Set by the injection of sidecars, for good. */
  public static final String LABEL = "sidecar.sekisho.dev/redirection";

  private static final String EXPLICIT = "explicit";

  private ExplicitProxying() {}

  /** Whether a Pod of these labels does. */
  public static boolean isAskedBy(Map<String, String> labels) {
    return EXPLICIT.equals(labels.get(LABEL));
  }
}

package dev.sekisho.webhook.inject;

/**
 * Whether sidecars are native ones: init containers that go on running, which start before and end
 * after the containers of the application.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar
 *     containers</a>
 */
public enum NativeSidecars {
  /** Where every kubelet is known to be good at it. */
  AUTO,
  ALWAYS,
  NEVER
}

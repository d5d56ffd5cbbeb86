package dev.sekisho.xds.model.sidecar;

/** The checks and hooks of a container, by the names of their fields in Kubernetes. */
public enum ProbeKind {
  LIVENESS("livenessProbe", "app-health", "livez"),
  READINESS("readinessProbe", "app-health", "readyz"),
  STARTUP("startupProbe", "app-health", "startupz"),
  POST_START("postStart", "app-lifecycle", "poststartz"),
  PRE_STOP("preStop", "app-lifecycle", "prestopz");

  private final String field;
  private final String folder;
  private final String file;

  ProbeKind(String field, String folder, String file) {
    this.field = field;
    this.folder = folder;
    this.file = file;
  }

  /** {@code readinessProbe}. */
  public String field() {
    return field;
  }

  /** {@code readyz}. */
  public String file() {
    return file;
  }

  /** Whether it is called once and not asked again and again. */
  public boolean isHook() {
    return this == POST_START || this == PRE_STOP;
  }

  /** {@code /app-health/web/readyz}. */
  String path(String container) {
    return "/%s/%s/%s".formatted(folder, container, file);
  }
}

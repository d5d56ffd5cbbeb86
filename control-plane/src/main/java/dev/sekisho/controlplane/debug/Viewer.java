package dev.sekisho.controlplane.debug;

import java.util.Optional;

/** Who looks: everybody sees what is of their own namespace, and some see all. */
public record Viewer(Optional<String> namespace) {
  /** Sees all. */
  public static final Viewer ADMIN = new Viewer(Optional.empty());

  /** Sees what is of one namespace. */
  public static Viewer of(String namespace) {
    return new Viewer(Optional.of(namespace));
  }

  boolean sees(String of) {
    return namespace.isEmpty() || namespace.get().equals(of);
  }
}

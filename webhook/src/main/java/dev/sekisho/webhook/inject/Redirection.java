package dev.sekisho.webhook.inject;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a Pod's connections come to its sidecar. */
public enum Redirection {
  /** An init container of the Pod writes the rules, which takes capabilities. */
  CONTAINER,
  /** Somebody else does, a CNI plugin say. */
  OFF,
  /** They don't: what the application sends it sends to the sidecar by itself, as to a proxy. */
  EXPLICIT;

  /** By its name in lower case. */
  public static Optional<Redirection> parse(String text) {
    return Arrays.stream(values()).filter(value -> value.text().equals(text)).findFirst();
  }

  /** {@code container}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.sekisho.webhook.mutate;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a Pod says in the annotation {@value #KEY}: {@code NAME} or {@code NAME:/MOUNT/PATH}.
 *
 * @param name of a SecretProviderClass in the Pod's namespace
 * @param mountPath where each container finds the files
 */
record ProviderClassAnnotation(String name, String mountPath) {

  static final String KEY = "sekisho.dev/secret-provider-class";

  /** Where the driver's own documentation mounts. */
  private static final String DEFAULT_PATH = "/mnt/secrets-store";

  /** A DNS subdomain, as object names are (RFC 1123). */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** Kubernetes refuses a colon in a mount path. */
  private static final Pattern SEGMENT = Pattern.compile("[^/:\\p{Cntrl}]+");

  /** They would hide where a path leads. */
  private static final Set<String> DOTS = Set.of(".", "..");

  private static final int MAX_NAME = 253;

  /** Longest path of Linux. */
  private static final int MAX_PATH = 4_096;

  static Optional<ProviderClassAnnotation> parse(String text) {
    String trimmed = text.strip();
    int colon = trimmed.indexOf(':');
    String name = colon < 0 ? trimmed : trimmed.substring(0, colon);
    String path = colon < 0 ? DEFAULT_PATH : trimmed.substring(colon + 1);
    return name.length() <= MAX_NAME && NAME.matcher(name).matches() && isMountPath(path)
        ? Optional.of(new ProviderClassAnnotation(name, path))
        : Optional.empty();
  }

  private static boolean isMountPath(String path) {
    return path.length() <= MAX_PATH
        && path.startsWith("/")
        && Arrays.stream(path.substring(1).split("/", -1))
            .allMatch(segment -> SEGMENT.matcher(segment).matches() && !DOTS.contains(segment));
  }
}

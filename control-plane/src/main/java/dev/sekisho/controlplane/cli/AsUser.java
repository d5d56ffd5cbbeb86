package dev.sekisho.controlplane.cli;

import dev.sekisho.policies.objects.Requester;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who is meant to submit objects that come without a request. */
final class AsUser {

  @Option(
      names = "--as",
      paramLabel = "USER",
      defaultValue = "kubernetes-admin",
      description = "Who submits the objects (default: ${DEFAULT-VALUE}).")
  private String user;

  @Option(
      names = "--as-group",
      paramLabel = "GROUP",
      description = "A group of that user, may be repeated (default: system:authenticated).")
  private List<String> groups = List.of("system:authenticated");

  Requester requester() {
    return new Requester(user, Set.copyOf(groups));
  }
}

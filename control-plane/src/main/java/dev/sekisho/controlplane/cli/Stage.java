package dev.sekisho.controlplane.cli;

import dev.sekisho.controlplane.rehearsal.Analysis;
import dev.sekisho.controlplane.rehearsal.Rehearsal;
import dev.sekisho.controlplane.rehearsal.Session;
import java.time.Instant;
import picocli.CommandLine.Mixin;

/** Where manifests are tried out: by whom, in which namespaces, and now. */
final class Stage {

  @Mixin private AsUser as;
  @Mixin private Namespaces namespaces;

  Analysis analysis() {
    return new Analysis(rehearsal(), namespaces.own(), namespaces.ofObjects());
  }

  Session session() {
    return new Session(rehearsal(), namespaces.own(), namespaces.ofObjects());
  }

  private Rehearsal rehearsal() {
    return new Rehearsal(namespaces.own(), as.requester(), Instant.now());
  }
}

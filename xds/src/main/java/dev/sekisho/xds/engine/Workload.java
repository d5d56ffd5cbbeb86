package dev.sekisho.xds.engine;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import java.util.List;

/**
 * A connected sidecar's workload.
 *
 * @param mesh what policies say of it
 * @param probes of its applications, which its sidecar answers
 * @param place of its Pod
 * @param elsewhere what becomes of its application's connections to nothing that is known
 */
public record Workload(
    WorkloadMesh mesh, List<AppProbe> probes, PodPlace place, OutboundTrafficPolicy elsewhere) {
  public Workload {
    probes = List.copyOf(probes);
  }

  /** One without probes. */
  public Workload(WorkloadMesh mesh) {
    this(mesh, List.of(), PodPlace.UNKNOWN, OutboundTrafficPolicy.ALLOW_ANY);
  }
}

package dev.sekisho.xds.engine;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.xds.model.sidecar.AppProbe;
import java.util.List;

/**
 * A connected sidecar's workload.
 *
 * @param mesh what policies say of it
 * @param probes of its applications, which its sidecar answers
 * @param ip of its Pod; empty before it has one
 */
public record Workload(WorkloadMesh mesh, List<AppProbe> probes, String ip) {
  public Workload {
    probes = List.copyOf(probes);
  }

  /** One without probes. */
  public Workload(WorkloadMesh mesh) {
    this(mesh, List.of(), "");
  }
}

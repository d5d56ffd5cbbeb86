package dev.sekisho.xds.engine;

import dev.sekisho.policies.mesh.WorkloadMesh;

/**
 * A connected sidecar's workload.
 *
 * @param mesh what policies say of it
 */
public record Workload(WorkloadMesh mesh) {}

/** What policies say of the mesh: which mTLS a workload takes, and who may call it. */
@NullMarked
package dev.sekisho.policies.mesh;

import org.jspecify.annotations.NullMarked;

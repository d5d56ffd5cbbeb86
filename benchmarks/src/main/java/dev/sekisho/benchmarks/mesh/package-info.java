/**
 * A load run of the mesh: many proxies that the {@code swarm} stands in for, changes by real writes
 * to a real API server, and a server that only writes ready-made bytes beside Sekisho.
 */
@NullMarked
package dev.sekisho.benchmarks.mesh;

import org.jspecify.annotations.NullMarked;

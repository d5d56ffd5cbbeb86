/**
 * YAML and JSON text as nodes that know their line and column, typed as Kubernetes types them, with
 * every flaw as a value that carries its position. Bounded in size, depth and alias expansion; no
 * I/O.
 */
@NullMarked
package dev.sekisho.policies.parse.yaml;

import org.jspecify.annotations.NullMarked;

package dev.sekisho.controlplane.state;

import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.parse.PolicyStatus;

/**
 * What would happen if a policy ConfigMap were stored.
 *
 * @param status of the ConfigMap
 * @param next the policies that would be in force
 * @param hosts what they would make of the objects that claim hosts
 */
public record PolicyPreview(PolicyStatus status, PolicySet next, HostImpact hosts) {}

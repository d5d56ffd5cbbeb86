package dev.sekisho.policies.model;

import java.util.Optional;

/** One policy document, parsed. */
public record Policy(
    PolicyId id,
    Enforcement enforcement,
    PolicyMatch match,
    Optional<HostRules> hosts,
    Optional<SecretRules> secrets) {}

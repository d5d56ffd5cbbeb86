package dev.sekisho.controlplane.state;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyStatus;
import java.util.Optional;

/**
 * What became of a ConfigMap that was put.
 *
 * @param uid of the ConfigMap
 * @param current the status annotation that it has now
 * @param changed whether it says something else than when it was put last
 */
public record PolicyReport(
    ObjectKey configMap,
    String uid,
    PolicyStatus status,
    Optional<String> current,
    boolean changed) {}

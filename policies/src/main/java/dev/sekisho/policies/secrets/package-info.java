/**
 * Which Secrets an object gets at, by whichever way, and whether policies grant them; with the
 * paths of the node that it mounts and the mistakes in its SecretProviderClasses. Pure: what the
 * cluster holds is asked through {@link dev.sekisho.policies.secrets.SecretLookup}.
 */
@NullMarked
package dev.sekisho.policies.secrets;

import org.jspecify.annotations.NullMarked;

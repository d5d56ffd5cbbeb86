/**
 * What the API server has to ask about so that policies can have their say: rules as admission
 * registrations have them.
 */
@NullMarked
package dev.sekisho.policies.registration;

import org.jspecify.annotations.NullMarked;

/**
 * The defaults that the API server fills into built-in kinds, for objects that come from files:
 * policies see them as they would see them at admission. Pure.
 */
@NullMarked
package dev.sekisho.policies.defaults;

import org.jspecify.annotations.NullMarked;

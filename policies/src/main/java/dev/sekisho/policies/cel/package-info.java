/** What policies say in CEL of a request: rules, mutations, and what objects claim. Pure. */
@NullMarked
package dev.sekisho.policies.cel;

import org.jspecify.annotations.NullMarked;

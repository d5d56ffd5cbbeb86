/**
 * Who may serve which host: the claims of objects, the ledger that decides among them, and their
 * review under the policies. Pure.
 */
@NullMarked
package dev.sekisho.policies.hosts;

import org.jspecify.annotations.NullMarked;

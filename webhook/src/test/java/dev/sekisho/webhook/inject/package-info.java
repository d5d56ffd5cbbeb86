/** Tests of the injection of sidecars, on trees and without a cluster. */
@NullMarked
package dev.sekisho.webhook.inject;

import org.jspecify.annotations.NullMarked;

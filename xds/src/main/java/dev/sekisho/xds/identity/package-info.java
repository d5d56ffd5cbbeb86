/**
 * Who is calling: what a proxy shows, and the identity that follows from it. How a token or a
 * certificate is verified is for those who implement {@link
 * dev.sekisho.xds.identity.ProxyAuthenticator}.
 */
@NullMarked
package dev.sekisho.xds.identity;

import org.jspecify.annotations.NullMarked;

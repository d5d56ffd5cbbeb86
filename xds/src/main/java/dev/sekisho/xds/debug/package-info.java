/** What proxies are served, for people and their tools to read. Pure; nothing secret is in it. */
@NullMarked
package dev.sekisho.xds.debug;

import org.jspecify.annotations.NullMarked;

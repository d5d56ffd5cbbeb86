/**
 * Golden cases of the translation: a folder each, with the objects that go in and the resources
 * that must come out. Other tests push them to real proxies.
 */
@NullMarked
package dev.sekisho.xds.golden;

import org.jspecify.annotations.NullMarked;

/** Helpers that several packages of this module share. Not for use from outside. */
@NullMarked
package io.github.latchkey.batch.internal;

import org.jspecify.annotations.NullMarked;

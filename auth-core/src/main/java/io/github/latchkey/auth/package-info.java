/** Placeholder. */
@NullMarked
package io.github.latchkey.auth;

import org.jspecify.annotations.NullMarked;

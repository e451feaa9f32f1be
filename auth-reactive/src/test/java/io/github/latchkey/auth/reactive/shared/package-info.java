/** Tests of {@code io.github.latchkey.auth.reactive.shared}. */
@NullMarked
package io.github.latchkey.auth.reactive.shared;

import org.jspecify.annotations.NullMarked;

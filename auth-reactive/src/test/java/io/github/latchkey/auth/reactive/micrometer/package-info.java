/** Tests of {@code io.github.latchkey.auth.reactive.micrometer}. */
@NullMarked
package io.github.latchkey.auth.reactive.micrometer;

import org.jspecify.annotations.NullMarked;

/** Meters for token providers; needs Micrometer, which is an optional dependency. */
@NullMarked
package io.github.latchkey.auth.reactive.micrometer;

import org.jspecify.annotations.NullMarked;

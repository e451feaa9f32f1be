/** The races of the token engine, in its own package so that they may touch what is private to it. */
@NullMarked
package io.github.latchkey.auth.reactive;

import org.jspecify.annotations.NullMarked;

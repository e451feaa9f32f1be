/** Tests of the token engine. */
@NullMarked
package io.github.latchkey.auth.reactive;

import org.jspecify.annotations.NullMarked;

/** Tests of both engines against the same fake. */
@NullMarked
package io.github.latchkey.auth.reactive.msal;

import org.jspecify.annotations.NullMarked;

/** Tests of the engine that asks people. */
@NullMarked
package io.github.latchkey.auth.msal;

import org.jspecify.annotations.NullMarked;

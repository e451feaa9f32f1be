/** Tests of the values that credentials and tokens are. */
@NullMarked
package io.github.latchkey.auth;

import org.jspecify.annotations.NullMarked;

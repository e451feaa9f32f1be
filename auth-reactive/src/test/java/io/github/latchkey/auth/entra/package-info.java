/** Tests of the Entra client, over real sockets. */
@NullMarked
package io.github.latchkey.auth.entra;

import org.jspecify.annotations.NullMarked;

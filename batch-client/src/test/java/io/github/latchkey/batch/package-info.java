/** Tests of the client over real sockets. */
@NullMarked
package io.github.latchkey.batch;

import org.jspecify.annotations.NullMarked;

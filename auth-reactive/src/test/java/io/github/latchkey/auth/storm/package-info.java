/** Engine and Entra client together, against the fake on real sockets. */
@NullMarked
package io.github.latchkey.auth.storm;

import org.jspecify.annotations.NullMarked;

/** A throw-away certificate authority, the certificates that it issues and the trust material for clients. */
@NullMarked
package io.github.latchkey.testkit.tls;

import org.jspecify.annotations.NullMarked;

/** MSAL4J on the program's own reactor-netty client. Needs MSAL4J, which is optional. */
@NullMarked
package io.github.latchkey.auth.reactive.msal;

import org.jspecify.annotations.NullMarked;

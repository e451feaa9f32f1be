/**
 * The Entra client: acquires tokens for everything that runs without a person, straight on reactor-netty, with no
 * thread waiting. The only package here that knows HTTP and JSON.
 */
@NullMarked
package io.github.latchkey.auth.entra;

import org.jspecify.annotations.NullMarked;

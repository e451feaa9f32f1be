/**
 * Tokens, credentials and clouds as values, and {@link io.github.latchkey.auth.TokenSource}, where every way to sign in
 * meets. Nothing here does I/O, and nothing needs Reactor or an HTTP client.
 */
@NullMarked
package io.github.latchkey.auth;

import org.jspecify.annotations.NullMarked;

/**
 * Tokens as {@link reactor.core.publisher.Mono}: {@link io.github.latchkey.auth.reactive.TokenProvider} keeps one token
 * fresh for any number of subscribers, with one flight at a time and nothing on the hot path but a comparison.
 */
@NullMarked
package io.github.latchkey.auth.reactive;

import org.jspecify.annotations.NullMarked;

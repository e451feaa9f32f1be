/**
 * The way of a request, one small class for each step: operation, deadline, retry, ids and headers, sign, send,
 * classify, decode. {@link io.github.latchkey.batch.internal.http.Pipeline} strings them together.
 */
@NullMarked
package io.github.latchkey.batch.internal.http;

import org.jspecify.annotations.NullMarked;

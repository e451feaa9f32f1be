/** Tests of single steps of a request. */
@NullMarked
package io.github.latchkey.batch.internal.http;

import org.jspecify.annotations.NullMarked;

/** What can go wrong between a client and a token endpoint: one table for every engine and every credential. */
@NullMarked
package io.github.latchkey.auth.trouble;

import org.jspecify.annotations.NullMarked;

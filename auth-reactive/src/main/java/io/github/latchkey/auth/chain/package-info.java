/**
 * Token sources made of others: any function, a chain that takes the first that works, and the chain that people know
 * as the default.
 */
@NullMarked
package io.github.latchkey.auth.chain;

import org.jspecify.annotations.NullMarked;

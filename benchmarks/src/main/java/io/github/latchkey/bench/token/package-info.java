/** What does it cost to have a token that is already there, and what happens when it is not? */
@NullMarked
package io.github.latchkey.bench.token;

import org.jspecify.annotations.NullMarked;

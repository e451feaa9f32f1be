/** Tests of sources that are made of others. */
@NullMarked
package io.github.latchkey.auth.chain;

import org.jspecify.annotations.NullMarked;

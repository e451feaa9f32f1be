/** Supported images and node counts of the account. */
@NullMarked
package io.github.latchkey.batch.account;

import org.jspecify.annotations.NullMarked;

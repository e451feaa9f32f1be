/** The applications of the account. */
@NullMarked
package io.github.latchkey.batch.application;

import org.jspecify.annotations.NullMarked;

/** Tests of the fake Batch service, over its socket. */
@NullMarked
package io.github.latchkey.testkit.batch;

import org.jspecify.annotations.NullMarked;

/** Tests of what the guide of the Batch client shows. */
@NullMarked
package io.github.latchkey.samples.client;

import org.jspecify.annotations.NullMarked;

/** Tests of reading and writing the service's JSON. */
@NullMarked
package io.github.latchkey.batch.internal.json;

import org.jspecify.annotations.NullMarked;

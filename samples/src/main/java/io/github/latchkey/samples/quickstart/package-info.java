/** From a client secret to a finished Batch job: run {@code ./mvnw -q -Pquickstart}. */
@NullMarked
package io.github.latchkey.samples.quickstart;

import org.jspecify.annotations.NullMarked;

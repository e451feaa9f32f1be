/** The samples run, and the documents quote them to the letter. */
@NullMarked
package io.github.latchkey.samples;

import org.jspecify.annotations.NullMarked;

/**
 * JSON that a person has written: every value knows where it stands, and reading goes on after a fault, so that all of
 * them can be told at once.
 */
@NullMarked
package io.github.latchkey.testkit.document;

import org.jspecify.annotations.NullMarked;

/** Asks the questions, keeps the answers as JSON, and shows them as a page that needs no network. */
@NullMarked
package io.github.latchkey.bench.report;

import org.jspecify.annotations.NullMarked;

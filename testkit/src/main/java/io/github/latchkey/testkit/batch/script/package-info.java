/** What tasks do when they run on a simulated node: by default they succeed, by rule anything that a test needs. */
@NullMarked
package io.github.latchkey.testkit.batch.script;

import org.jspecify.annotations.NullMarked;

/** Programs in JVMs of their own: what is measured is a process, and nothing else runs in it. */
@NullMarked
package io.github.latchkey.bench.process;

import org.jspecify.annotations.NullMarked;

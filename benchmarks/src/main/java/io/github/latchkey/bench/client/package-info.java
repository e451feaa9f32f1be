/** What does a request cost the process that makes it, in CPU time and in garbage, beside what people use today? */
@NullMarked
package io.github.latchkey.bench.client;

import org.jspecify.annotations.NullMarked;

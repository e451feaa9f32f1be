/** Tests of the command line tools, with fake ones in a directory of the test. */
@NullMarked
package io.github.latchkey.auth.cli;

import org.jspecify.annotations.NullMarked;

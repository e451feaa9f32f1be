/** The walls of the house, as tests. */
@NullMarked
package io.github.latchkey.architecture;

import org.jspecify.annotations.NullMarked;

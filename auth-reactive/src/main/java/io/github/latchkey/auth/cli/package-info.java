/**
 * Tokens of the developer who is signed in to Microsoft's command line tools. The tools are run as they are, without a
 * shell, on a few threads of their own.
 */
@NullMarked
package io.github.latchkey.auth.cli;

import org.jspecify.annotations.NullMarked;

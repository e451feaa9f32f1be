/** Tests of the adapters. */
@NullMarked
package io.github.latchkey.auth.azurecore;

import org.jspecify.annotations.NullMarked;

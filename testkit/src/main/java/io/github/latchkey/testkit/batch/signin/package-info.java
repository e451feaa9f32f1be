/** Who calls: bearer tokens and shared keys, checked as the service checks them, and the refusals for each failure. */
@NullMarked
package io.github.latchkey.testkit.batch.signin;

import org.jspecify.annotations.NullMarked;

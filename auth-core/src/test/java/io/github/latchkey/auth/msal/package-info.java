/** Tests of the engine that asks people: browsers, its HTTP, and where its cache is kept. */
@NullMarked
package io.github.latchkey.auth.msal;

import org.jspecify.annotations.NullMarked;

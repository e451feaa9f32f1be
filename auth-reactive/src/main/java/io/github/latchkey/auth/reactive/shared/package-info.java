/**
 * A second level of cache that a fleet shares: encrypted tokens behind an asynchronous interface, with a lease that
 * keeps the fleet to one acquisition.
 */
@NullMarked
package io.github.latchkey.auth.reactive.shared;

import org.jspecify.annotations.NullMarked;

/**
 * A fake Entra ID and a fake Azure Batch on real sockets, for tests that must not depend on the cloud.
 *
 * <p>The kit speaks the wire protocols only and knows no class of the libraries that it tests, so that clients of any
 * maker can be pointed at it.
 */
@NullMarked
package io.github.latchkey.testkit;

import org.jspecify.annotations.NullMarked;

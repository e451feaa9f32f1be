/**
 * The only room that configures Jackson: reading and writing the service's JSON, element by element where it streams.
 */
@NullMarked
package io.github.latchkey.batch.internal.json;

import org.jspecify.annotations.NullMarked;

/**
 * Options of the fake Batch account: how long things take, how many there may be, how closely its oddities are kept.
 */
@NullMarked
package io.github.latchkey.testkit.batch.config;

import org.jspecify.annotations.NullMarked;

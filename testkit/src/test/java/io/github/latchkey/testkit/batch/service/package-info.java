/** Tests of what clients cannot see of the fake Batch service. */
@NullMarked
package io.github.latchkey.testkit.batch.service;

import org.jspecify.annotations.NullMarked;

/** Pools of nodes: create, change, resize, autoscale, watch. */
@NullMarked
package io.github.latchkey.batch.pool;

import org.jspecify.annotations.NullMarked;

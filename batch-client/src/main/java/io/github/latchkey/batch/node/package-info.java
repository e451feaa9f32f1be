/** The nodes of a pool: state, accounts, reboot, login, logs, extensions. */
@NullMarked
package io.github.latchkey.batch.node;

import org.jspecify.annotations.NullMarked;

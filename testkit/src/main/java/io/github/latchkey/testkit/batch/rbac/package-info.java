/** Who may do what in a Batch account: role definitions in Azure's own JSON, their assignments, and what was needed. */
@NullMarked
package io.github.latchkey.testkit.batch.rbac;

import org.jspecify.annotations.NullMarked;

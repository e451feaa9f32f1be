/** Opens the room of the JSON rules to the contenders that do without the rest of the client. */
@NullMarked
package io.github.latchkey.batch.internal.json;

import org.jspecify.annotations.NullMarked;

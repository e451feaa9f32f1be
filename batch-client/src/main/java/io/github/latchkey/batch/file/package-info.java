/** The files of tasks and nodes: list, download, follow, delete. */
@NullMarked
package io.github.latchkey.batch.file;

import org.jspecify.annotations.NullMarked;

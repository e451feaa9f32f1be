package io.github.latchkey.batch.file;

import org.jspecify.annotations.Nullable;

/**
 * A file or directory on a node.
 *
 * @param name its name
 * @param url its URL
 * @param isDirectory whether it is a directory
 * @param properties size and times; absent for directories
 */
public record NodeFile(
        @Nullable String name,
        @Nullable String url,
        @Nullable Boolean isDirectory,
        @Nullable FileProperties properties) {}

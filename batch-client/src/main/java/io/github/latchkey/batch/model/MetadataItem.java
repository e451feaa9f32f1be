package io.github.latchkey.batch.model;

import org.jspecify.annotations.Nullable;

/**
 * A name-value pair that the service only keeps.
 *
 * @param name its name. Required
 * @param value the value. Required
 */
public record MetadataItem(
        @Required @Nullable String name, @Required @Nullable String value) {}

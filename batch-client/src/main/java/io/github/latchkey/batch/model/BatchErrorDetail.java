package io.github.latchkey.batch.model;

import org.jspecify.annotations.Nullable;

/**
 * A pair that says more about an error.
 *
 * @param key what {@code value} is about, as {@code QueryParameterName}
 * @param value the value
 */
public record BatchErrorDetail(
        @Nullable String key, @Nullable String value) {}

package io.github.latchkey.batch.model;

import org.jspecify.annotations.Nullable;

/**
 * A pair that says more about an error.
 *
 * @param name its name
 * @param value the value
 */
public record NameValuePair(@Nullable String name, @Nullable String value) {}

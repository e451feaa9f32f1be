package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A header for an upload.
 *
 * @param name its name. Required
 * @param value the header's value
 */
@Buildable
public record HttpHeader(
        @Required @Nullable String name, @Nullable String value) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static HttpHeaderBuilder builder() {
        return HttpHeaderBuilder.builder();
    }
}

package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * A tag of a public address. Since service version 2025-06-01.
 *
 * @param ipTagType the tag's type, as {@code FirstPartyUsage}
 * @param tag the tag's value
 */
@Buildable
public record IpTag(@Nullable String ipTagType, @Nullable String tag) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static IpTagBuilder builder() {
        return IpTagBuilder.builder();
    }
}

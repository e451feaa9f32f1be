package io.github.latchkey.batch.node;

import org.jspecify.annotations.Nullable;

/**
 * A status of an extension.
 *
 * @param code the status code
 * @param displayStatus the status in a few words for people
 * @param level how bad it is
 * @param message the error in words, for people
 * @param time when the status was written
 */
public record InstanceViewStatus(
        @Nullable String code,
        @Nullable String displayStatus,
        @Nullable StatusLevelTypes level,
        @Nullable String message,
        @Nullable String time) {}

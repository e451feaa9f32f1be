package io.github.latchkey.batch.internal;

import org.jspecify.annotations.Nullable;

/**
 * Why the service could not do something, as it stands in a resource.
 *
 * @param code the service's code
 * @param message the service's words
 */
public record Reason(@Nullable String code, @Nullable String message) {

    /**
     * Returns both, as they stand in a sentence.
     *
     * @return the code and the words
     */
    String words() {
        return code + ", " + message;
    }
}

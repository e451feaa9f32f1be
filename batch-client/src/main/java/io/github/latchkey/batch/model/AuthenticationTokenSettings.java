package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a token that the task may use on its own job; it is put into {@code AZ_BATCH_AUTHENTICATION_TOKEN}. Gone
 * from service version 2025-06-01 on.
 *
 * @param access what the token opens; {@code job} is the only scope there is
 */
@Buildable
public record AuthenticationTokenSettings(@Nullable List<AccessScope> access) {
    /** Copies lists. */
    public AuthenticationTokenSettings {
        access = access == null ? null : List.copyOf(access);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AuthenticationTokenSettingsBuilder builder() {
        return AuthenticationTokenSettingsBuilder.builder();
    }
}

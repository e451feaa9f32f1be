package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * An account on each node of a pool.
 *
 * @param name the account's name, up to 20 characters. Required
 * @param password the password; never returned by the service. Required
 * @param elevationLevel the rights of the account; default nonadmin
 * @param linuxUserConfiguration what only Linux accounts have; ignored on Windows
 * @param windowsUserConfiguration what only Windows accounts have; ignored on Linux
 */
@Buildable
public record UserAccount(
        @Required @Nullable String name,
        @Required @Nullable Secret password,
        @Nullable ElevationLevel elevationLevel,
        @Nullable LinuxUserConfiguration linuxUserConfiguration,
        @Nullable WindowsUserConfiguration windowsUserConfiguration) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static UserAccountBuilder builder() {
        return UserAccountBuilder.builder();
    }
}

package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * What only Linux accounts have.
 *
 * @param uid the user id; give both {@code uid} and {@code gid} or neither
 * @param gid the group id; give both {@code uid} and {@code gid} or neither
 * @param sshPrivateKey a private key for password-free access between the nodes; needs
 *     {@code enableInterNodeCommunication}, never returned
 */
@Buildable
public record LinuxUserConfiguration(
        @Nullable Integer uid,
        @Nullable Integer gid,
        @Nullable Secret sshPrivateKey) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static LinuxUserConfigurationBuilder builder() {
        return LinuxUserConfigurationBuilder.builder();
    }
}

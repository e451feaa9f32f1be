package io.github.latchkey.batch.node;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replacement of a node account: everything that is left out is reset.
 *
 * @param password the password; never returned by the service
 * @param expiryTime when the account ends; default one day from now. On Linux, whole days
 * @param sshPublicKey the public key for remote login, Base64; Linux only
 */
@Buildable
public record ComputeNodeUserUpdate(
        @Nullable Secret password,
        @Nullable Instant expiryTime,
        @Nullable String sshPublicKey) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ComputeNodeUserUpdateBuilder builder() {
        return ComputeNodeUserUpdateBuilder.builder();
    }
}

package io.github.latchkey.batch.node;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account to add to a node.
 *
 * @param name the account's name. Required
 * @param isAdmin whether the account is an administrator; default false
 * @param expiryTime when the account ends; default one day from now. On Linux, whole days
 * @param password the password; never returned by the service
 * @param sshPublicKey the public key for remote login, Base64; Linux only
 */
@Buildable
public record ComputeNodeUser(
        String name,
        @Nullable Boolean isAdmin,
        @Nullable Instant expiryTime,
        @Nullable Secret password,
        @Nullable String sshPublicKey) {
    /** Copies lists and requires what the service requires. */
    public ComputeNodeUser {
        Checks.required("name", name);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ComputeNodeUserBuilder builder() {
        return ComputeNodeUserBuilder.builder();
    }
}

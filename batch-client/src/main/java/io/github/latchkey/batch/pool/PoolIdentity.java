package io.github.latchkey.batch.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The managed identity of a pool.
 *
 * @param type its type
 * @param userAssignedIdentities the user-assigned identities
 */
public record PoolIdentity(PoolIdentityType type, @Nullable List<UserAssignedIdentity> userAssignedIdentities) {
    /** Copies lists. */
    public PoolIdentity {
        userAssignedIdentities = userAssignedIdentities == null ? null : List.copyOf(userAssignedIdentities);
    }
}

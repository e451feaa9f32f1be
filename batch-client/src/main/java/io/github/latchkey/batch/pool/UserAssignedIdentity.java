package io.github.latchkey.batch.pool;

import org.jspecify.annotations.Nullable;

/**
 * A user-assigned identity.
 *
 * @param resourceId the resource id of the user-assigned identity
 * @param clientId the client id of the identity
 * @param principalId the object id of the identity in its tenant
 */
public record UserAssignedIdentity(
        String resourceId,
        @Nullable String clientId,
        @Nullable String principalId) {}

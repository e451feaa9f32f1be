package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.rbac.Permission;

/** Answers whether the caller of a request may do something. */
@FunctionalInterface
public interface Permit {

    /**
     * Asks for a permission, and notes that it was needed.
     *
     * @param permission what is needed
     * @return whether the caller has it
     */
    boolean allows(Permission permission);

    /**
     * Tells whether the caller has proved itself with the account's shared key, for which some things are closed.
     *
     * @return {@code false} for tokens
     */
    default boolean isSharedKey() {
        return false;
    }
}

package io.github.latchkey.testkit.batch.rbac;

/**
 * A role definition or assignment that Azure would not take; the message names the member, its value and the remedy.
 */
public final class RoleFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    RoleFormatException(String message) {
        super(message);
    }
}

package io.github.latchkey.testkit.entra;

import java.util.List;

/**
 * A user who has proved who it is.
 *
 * @param user the user
 * @param tenantId the tenant that the user is signed in to
 * @param secondFactor whether the user has proved more than the password
 */
record SignIn(EntraUser user, String tenantId, boolean secondFactor) {

    /** Returns the same sign-in with the user as it is now. */
    SignIn as(EntraUser present) {
        return new SignIn(present, tenantId, secondFactor);
    }

    /** Returns how the user has proved it, as tokens say it. */
    List<String> methods() {
        return secondFactor ? List.of("pwd", "mfa") : List.of("pwd");
    }
}

package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;

/** Decides whether a user who has proved who it is may have a token. */
final class AccessPolicy {

    private AccessPolicy() {}

    /** Tells whether a session is good for an application at an address. */
    static boolean mayResume(SignIn session, EntraApp app, TenantPath path) {
        return path.takes(session.user()) && app.tenantIds().contains(session.tenantId());
    }

    /** Ends the request when the application is not installed where the user is signed in. */
    static void checkInstalled(EntraApp app, SignIn signIn) {
        if (!app.tenantIds().contains(signIn.tenantId())) {
            throw new EntraException(Aadsts.APP_NOT_FOUND, app.clientId(), signIn.tenantId());
        }
    }

    /** Ends the request when the user needs a second factor, or when a policy forbids the access. */
    static void check(SignIn signIn, Access access, boolean version1OrOnBehalfOf) {
        EntraUser user = signIn.user();
        if (user.blockedByPolicy()) {
            throw new EntraException(Aadsts.BLOCKED_BY_POLICY).challenging(challenge(user));
        }
        if (!signIn.secondFactor() && user.secondFactor() != SecondFactor.NONE) {
            EntraException error = secondFactorMissing(user, access);
            throw version1OrOnBehalfOf ? error.as("interaction_required").challenging(challenge(user)) : error;
        }
    }

    /** Says that the user has to bring a second factor, or to set one up first. */
    static EntraException secondFactorMissing(EntraUser user, Access access) {
        return new EntraException(
                user.secondFactor() == SecondFactor.NOT_REGISTERED
                        ? Aadsts.MFA_REGISTRATION_REQUIRED
                        : Aadsts.MFA_REQUIRED,
                access.resource().appId());
    }

    private static String challenge(EntraUser user) {
        return "{\"access_token\":{\"polids\":{\"essential\":true,\"values\":[\""
                + Ids.derived("policy", user.tenantId()) + "\"]}}}";
    }
}

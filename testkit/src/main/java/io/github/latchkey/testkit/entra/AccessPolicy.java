package io.github.latchkey.testkit.entra;

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
        String resource = access.resource().appId();
        if (user.blockedByPolicy()) {
            throw new EntraException(Aadsts.BLOCKED_BY_POLICY).challenging(challenge(user));
        }
        if (signIn.secondFactor()) {
            return;
        }
        EntraException error = switch (user.secondFactor()) {
            case NONE -> null;
            case REQUIRED -> new EntraException(Aadsts.MFA_REQUIRED, resource);
            case NOT_REGISTERED -> new EntraException(Aadsts.MFA_REGISTRATION_REQUIRED, resource);
        };
        if (error != null) {
            throw version1OrOnBehalfOf ? error.as("interaction_required").challenging(challenge(user)) : error;
        }
    }

    private static String challenge(EntraUser user) {
        return "{\"access_token\":{\"polids\":{\"essential\":true,\"values\":[\""
                + Ids.derived("policy", user.tenantId()) + "\"]}}}";
    }
}

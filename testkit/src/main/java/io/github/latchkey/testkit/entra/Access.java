package io.github.latchkey.testkit.entra;

import java.util.Set;

/**
 * What a token is asked for.
 *
 * @param resource the resource
 * @param audience the resource as the request names it, which is the audience of version 1 tokens
 * @param scopes the delegated scopes; empty means {@code .default}, all that was consented to
 * @param openId the scopes of OpenID Connect that were asked for besides
 */
record Access(EntraResource resource, String audience, Set<String> scopes, Set<String> openId) {

    boolean wantsIdToken() {
        return openId.contains("openid");
    }

    boolean wantsRefreshToken() {
        return openId.contains("offline_access");
    }

    /** Returns the audience claim of a token. */
    String audienceClaim() {
        return resource.tokenVersion() == 2 ? resource.appId() : audience;
    }

    /** Writes a scope of the resource as requests and answers name it. */
    String qualified(String scope) {
        return audience + "/" + scope;
    }
}

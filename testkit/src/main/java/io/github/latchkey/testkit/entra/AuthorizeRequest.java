package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Fields;

/** A request for the sign-in page whose application and redirect address have been checked. */
record AuthorizeRequest(
        EntraApp app,
        TenantPath path,
        Access access,
        String redirectUri,
        String responseMode,
        String state,
        String nonce,
        String codeChallenge,
        String codeChallengeMethod,
        String prompt,
        String loginHint,
        boolean clientInfo) {

    static AuthorizeRequest of(EntraApp app, TenantPath path, Access access, Fields parameters) {
        return new AuthorizeRequest(
                app,
                path,
                access,
                parameters.text("redirect_uri"),
                parameters.first("response_mode").orElse("query"),
                parameters.text("state"),
                parameters.text("nonce"),
                parameters.text("code_challenge"),
                parameters.first("code_challenge_method").orElse("plain"),
                parameters.text("prompt"),
                parameters.text("login_hint"),
                parameters.text("client_info").equals("1"));
    }
}

package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;

/** A refresh token, for the same or another resource. */
final class RefreshTokenGrant implements Grant {

    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final RefreshTokens refreshTokens;
    private final UserTokens tokens;

    RefreshTokenGrant(
            ClientAuthentication authentication, Scopes scopes, RefreshTokens refreshTokens, UserTokens tokens) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.refreshTokens = refreshTokens;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        EntraApp app = authentication.identify(call.clientId(), call.path());
        Proof proof = authentication.authenticate(call, app, true);
        RefreshTokens.Entry entry = refreshTokens.redeem(call.required("refresh_token"), app, call.path());
        return tokens.issue(call, app, proof, entry.signIn(), scopes.forUser(call), "");
    }
}

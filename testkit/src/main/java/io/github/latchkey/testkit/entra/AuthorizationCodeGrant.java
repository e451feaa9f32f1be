package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;

/** A code that a user brought along from the page. */
final class AuthorizationCodeGrant implements Grant {

    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final AuthorizationCodes codes;
    private final UserTokens tokens;

    AuthorizationCodeGrant(
            ClientAuthentication authentication, Scopes scopes, AuthorizationCodes codes, UserTokens tokens) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.codes = codes;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        EntraApp app = authentication.identify(call.clientId(), call.path());
        boolean publicRedirect = Redirects.isPublic(app, call.form().text("redirect_uri"));
        Proof proof = authentication.authenticate(call, app, publicRedirect);
        AuthorizationCodes.Entry entry = codes.redeem(call, app);
        Access asked = entry.request().access();
        Access access = namesResource(call) ? scopes.forUser(call) : asked;
        return tokens.issue(
                call, app, proof, entry.signIn(), access, entry.request().nonce());
    }

    /** Tells whether the request says anew what the token is for; the request for the page has said it already. */
    private static boolean namesResource(TokenCall call) {
        return call.version() == 1
                ? call.form().has("resource")
                : !Scopes.OPEN_ID.containsAll(Scopes.words(call.form().text("scope")));
    }
}

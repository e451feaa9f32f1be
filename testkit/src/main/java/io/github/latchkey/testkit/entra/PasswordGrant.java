package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;

/** User name and password, without a page. */
final class PasswordGrant implements Grant {

    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final Passwords passwords;
    private final UserTokens tokens;

    PasswordGrant(ClientAuthentication authentication, Scopes scopes, Passwords passwords, UserTokens tokens) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        String clientId = call.clientId();
        if (call.path().isCommon() || call.path().isConsumers()) {
            throw new EntraException(Aadsts.GRANT_NOT_ON_COMMON);
        }
        EntraApp app = authentication.identify(clientId, call.path());
        Proof proof = authentication.authenticate(call, app, true);
        String name = call.required("username");
        EntraUser user = passwords.check(name, call.required("password"), call.path());
        Access access = scopes.forUser(call);
        SignIn signIn = new SignIn(user, call.path().tenantIdFor(user), false);
        return tokens.issue(call, app, proof, signIn, access, "");
    }
}

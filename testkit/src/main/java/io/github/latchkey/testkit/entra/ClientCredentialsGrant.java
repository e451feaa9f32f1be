package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;
import io.github.latchkey.testkit.entra.TokenFactory.Asking;

/** A program that signs in as itself. */
final class ClientCredentialsGrant implements Grant {

    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final TokenFactory tokens;

    ClientCredentialsGrant(ClientAuthentication authentication, Scopes scopes, TokenFactory tokens) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        String clientId = call.clientId();
        if (call.path().isConsumers()) {
            throw new EntraException(Aadsts.GRANT_NOT_ON_CONSUMERS, "client_credentials");
        }
        EntraTenant tenant = call.path().tenant().orElseThrow(() -> new EntraException(Aadsts.NO_TENANT));
        EntraApp app = authentication.identify(clientId, call.path());
        Proof proof = authentication.authenticate(call, app, false);
        Access access = scopes.forApp(call);
        return TokenAnswer.of(tokens.forApp(Asking.of(call, app, tenant.id(), proof), access));
    }
}

package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;
import java.util.Optional;

/** A user whose credential is a token of somebody else, as an agent's user has it. */
final class UserFederatedGrant implements Grant {

    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final EntraDirectory directory;
    private final FederatedAssertions federated;
    private final UserTokens tokens;

    UserFederatedGrant(
            ClientAuthentication authentication,
            Scopes scopes,
            EntraDirectory directory,
            FederatedAssertions federated,
            UserTokens tokens) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.directory = directory;
        this.federated = federated;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        String clientId = call.clientId();
        if (call.path().isCommon() || call.path().isConsumers()) {
            throw new EntraException(Aadsts.GRANT_NOT_ON_COMMON);
        }
        EntraApp app = authentication.identify(clientId, call.path());
        Proof proof = authentication.authenticate(call, app, false);
        Jwt assertion = Jwt.parse(call.required("user_federated_identity_credential"))
                .orElseThrow(() -> new EntraException(Aadsts.ASSERTION_MALFORMED));
        EntraUser user = user(call);
        federated.check(user.federatedCredentials(), assertion);
        SignIn signIn = new SignIn(user, call.path().tenantIdFor(user), false);
        return tokens.issue(call, app, proof, signIn, scopes.forUser(call), "");
    }

    private EntraUser user(TokenCall call) {
        Optional<String> id = call.form().first("user_id");
        String wanted = id.isPresent() ? id.get() : call.required("username");
        Optional<EntraUser> user = id.isPresent() ? directory.userById(wanted) : directory.user(wanted);
        return user.filter(call.path()::takes)
                .orElseThrow(() -> new EntraException(
                        Aadsts.USER_NOT_FOUND, wanted, call.path().word()));
    }
}

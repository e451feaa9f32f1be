package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;
import java.time.Instant;
import java.util.Optional;

/** A service that got a user's token exchanges it for one to another service. */
final class OnBehalfOfGrant implements Grant {

    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final EntraDirectory directory;
    private final EntraOptions options;
    private final KeyRing keys;
    private final UserTokens tokens;

    OnBehalfOfGrant(
            ClientAuthentication authentication,
            Scopes scopes,
            EntraDirectory directory,
            EntraOptions options,
            KeyRing keys,
            UserTokens tokens) {
        this.authentication = authentication;
        this.scopes = scopes;
        this.directory = directory;
        this.options = options;
        this.keys = keys;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        String clientId = call.clientId();
        if (!call.required("requested_token_use").equals("on_behalf_of")) {
            throw new EntraException(Aadsts.MALFORMED_REQUEST);
        }
        EntraApp app = authentication.identify(clientId, call.path());
        Proof proof = authentication.authenticate(call, app, false);
        Jwt assertion = check(call.required("assertion"), app);
        EntraUser user = directory
                .userById(assertion.claim("oid"))
                .orElseThrow(() -> new EntraException(Aadsts.OBO_ASSERTION_INVALID));
        boolean secondFactor = assertion.claims().path("amr").toString().contains("\"mfa\"");
        SignIn signIn = new SignIn(user, assertion.claim("tid"), secondFactor);
        return tokens.issueOnBehalf(call, app, proof, signIn, scopes.forUser(call));
    }

    private Jwt check(String text, EntraApp app) {
        Optional<Jwt> parsed = Jwt.parse(text);
        Jwt assertion = parsed.filter(jwt -> keys.published(jwt.header("kid"))
                        .filter(key -> jwt.isSignedBy(key.publicKey()))
                        .isPresent())
                .orElseThrow(() -> new EntraException(Aadsts.OBO_ASSERTION_INVALID));
        if (!app.asResource().isNamed(assertion.claim("aud"))
                || assertion.claim("scp").isEmpty()) {
            throw new EntraException(Aadsts.OBO_ASSERTION_INVALID);
        }
        Instant expires = Instant.ofEpochSecond(assertion.claims().path("exp").asLong());
        if (!options.clock().instant().isBefore(expires)) {
            throw new EntraException(Aadsts.OBO_ASSERTION_EXPIRED);
        }
        return assertion;
    }
}

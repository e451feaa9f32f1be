package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;
import io.github.latchkey.testkit.entra.TokenFactory.Asking;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Issues all that a user who has signed in gets: the last step of every flow with a user. */
final class UserTokens {

    private final Passwords passwords;
    private final TokenFactory tokens;
    private final Consents consents;
    private final RefreshTokens refreshTokens;

    UserTokens(Passwords passwords, TokenFactory tokens, Consents consents, RefreshTokens refreshTokens) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.consents = consents;
        this.refreshTokens = refreshTokens;
    }

    TokenAnswer issue(TokenCall call, EntraApp app, Proof proof, SignIn signIn, Access access, String nonce) {
        return issue(call, app, proof, signIn, access, nonce, call.version() == 1);
    }

    /** Issues on behalf of a user, where a second factor is asked for in another way. */
    TokenAnswer issueOnBehalf(TokenCall call, EntraApp app, Proof proof, SignIn signIn, Access access) {
        return issue(call, app, proof, signIn, access, "", true);
    }

    private TokenAnswer issue(
            TokenCall call,
            EntraApp app,
            Proof proof,
            SignIn before,
            Access access,
            String nonce,
            boolean version1OrOnBehalfOf) {
        SignIn signIn = passwords.checkAgain(before);
        AccessPolicy.checkInstalled(app, signIn);
        AccessPolicy.check(signIn, access, version1OrOnBehalfOf);
        Set<String> granted = consents.granted(signIn, app, access);
        Asking asking = Asking.of(call, app, signIn.tenantId(), proof);
        Token token = tokens.forUser(asking, access, signIn, granted);
        boolean wantsInfo = call.form().text("client_info").equals("1");
        return new TokenAnswer(
                token,
                written(access, granted, call.version()),
                access.wantsRefreshToken() ? refreshTokens.issue(app, signIn) : "",
                access.wantsIdToken() ? tokens.idToken(asking, signIn.user(), call.version(), nonce) : "",
                wantsInfo ? TokenFactory.clientInfo(signIn.user(), signIn.tenantId()) : "");
    }

    private static String written(Access access, Set<String> granted, int version) {
        Set<String> all = new LinkedHashSet<>(access.openId());
        all.remove("offline_access");
        new TreeSet<>(granted)
                .stream()
                        .filter(scope -> !Scopes.OPEN_ID.contains(scope))
                        .forEach(scope -> all.add(access.qualified(scope)));
        if (version == 2 && access.scopes().isEmpty()) {
            all.add(access.qualified(".default")); // what was asked for stands behind what it came to
        }
        return String.join(" ", all);
    }
}

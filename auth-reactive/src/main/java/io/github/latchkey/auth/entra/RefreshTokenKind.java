package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.RefreshTokenCredential;
import reactor.core.publisher.Mono;

/** The refresh token grant (RFC 6749, section 6), with a host that keeps the refresh token. */
final class RefreshTokenKind implements TokenGrant.Kind {

    private final RefreshTokenCredential credential;
    private final BlockingCalls blocking;

    RefreshTokenKind(RefreshTokenCredential credential, BlockingCalls blocking) {
        this.credential = credential;
        this.blocking = blocking;
    }

    @Override
    public Mono<Form> addTo(Form form) {
        String scope = form.value("scope");
        return blocking.secret("refresh token", credential.refreshTokenSupplier())
                .map(token -> form.with("grant_type", "refresh_token")
                        .with("refresh_token", token)
                        // Without it Entra ID issues no refresh token that could follow this one.
                        .with("scope", scope.contains("offline_access") ? scope : scope + " offline_access"));
    }

    @Override
    public Mono<AccessToken> accept(IssuedToken issued) {
        String rotated = issued.refreshToken();
        return rotated == null
                ? Mono.just(issued.accessToken())
                : blocking.run(
                                "keeper of the refresh token",
                                () -> credential.onRotation().accept(rotated))
                        .thenReturn(issued.accessToken());
    }
}

package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import org.jspecify.annotations.Nullable;

/** What a token endpoint issued. Not a record, since it must not print. */
final class IssuedToken {

    private final AccessToken accessToken;
    private final @Nullable String refreshToken;

    IssuedToken(AccessToken accessToken, @Nullable String refreshToken) {
        this.accessToken = accessToken;
        this.refreshToken = refreshToken;
    }

    AccessToken accessToken() {
        return accessToken;
    }

    @Nullable
    String refreshToken() {
        return refreshToken;
    }
}

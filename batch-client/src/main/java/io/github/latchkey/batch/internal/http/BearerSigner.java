package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Signs with a token of a {@link TokenProvider}: the present one without waiting, else the next. */
public final class BearerSigner implements Signer {

    private final TokenProvider provider;
    private final boolean owned;

    /**
     * Creates the signer.
     *
     * @param provider where tokens come from
     * @param owned whether to dispose of it in the end
     */
    public BearerSigner(TokenProvider provider, boolean owned) {
        this.provider = provider;
        this.owned = owned;
    }

    @Override
    public @Nullable Signature signNow(Prepared request) {
        AccessToken token = provider.peek();
        return token == null ? null : sign(request, token);
    }

    @Override
    public Mono<Signature> signLater(Prepared request) {
        return provider.token().map(token -> sign(request, token));
    }

    @Override
    public Mono<Signature> signAgain(Prepared request, Signature refused, @Nullable String claims) {
        if (claims != null) {
            return provider.token(claims).map(token -> sign(request, token));
        }
        if (refused.token() != null) {
            provider.invalidate(refused.token());
        }
        return provider.token().map(token -> sign(request, token));
    }

    @Override
    public void dispose() {
        if (owned) {
            provider.dispose();
        }
    }

    private static Signature sign(Prepared request, AccessToken token) {
        request.headers().set(HttpHeaderNames.AUTHORIZATION, token.authorizationHeader());
        return new Signature(token);
    }
}

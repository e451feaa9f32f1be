package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Signs with a token of a {@link TokenProvider}: the present one without waiting, else the next. */
public final class BearerSigner implements Signer {

    private final TokenProvider provider;
    private final boolean owned;
    private final AtomicReference<@Nullable Challenge> challenge = new AtomicReference<>(); // the last one

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
        AccessToken old = refused.token();
        if (claims != null && old != null) {
            return challenged(claims, old).map(token -> sign(request, token));
        }
        if (old != null) {
            provider.invalidate(old);
        }
        return provider.token().map(token -> sign(request, token));
    }

    /**
     * A thousand requests that were refused with one token by one challenge get one new token, however late they come.
     */
    private Mono<AccessToken> challenged(String claims, AccessToken refused) {
        Challenge mine = new Challenge(claims, refused.authorizationHeader());
        Challenge known = challenge.updateAndGet(last -> last != null && last.isSameAs(mine) ? last : mine);
        return known.answer;
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

    /** What was asked for, and which token did not have it. Answered once; a failure is forgotten. */
    private final class Challenge {

        private final String claims;
        private final String refused;
        private final Mono<AccessToken> answer;

        Challenge(String claims, String refused) {
            this.claims = claims;
            this.refused = refused;
            this.answer = provider.token(claims)
                    .doOnError(failure -> challenge.compareAndSet(this, null))
                    .cache();
        }

        boolean isSameAs(Challenge other) {
            return claims.equals(other.claims) && refused.equals(other.refused);
        }
    }
}

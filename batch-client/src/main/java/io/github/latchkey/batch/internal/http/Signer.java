package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.AccessToken;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A way to prove who we are. Sets {@code Authorization} and what belongs to it on a request. */
public interface Signer {

    /**
     * Signs at once if that is possible without waiting.
     *
     * @param request the request; its headers are changed
     * @return what it was signed with, {@code null} if {@link #signLater} has to be asked
     */
    @Nullable
    Signature signNow(Prepared request);

    /**
     * Signs when what is needed has come.
     *
     * @param request the request; its headers are changed
     * @return what it was signed with; or an {@link io.github.latchkey.auth.AuthenticationException}
     */
    Mono<Signature> signLater(Prepared request);

    /**
     * Signs anew after a 401.
     *
     * @param request the same request; its headers are changed
     * @param refused what the service refused
     * @param claims the claims of its challenge, as JSON text; {@code null} for none
     * @return what it was signed with; empty if a second try makes no sense
     */
    Mono<Signature> signAgain(Prepared request, Signature refused, @Nullable String claims);

    /** Lets go of what the signer itself has made. */
    default void dispose() {}

    /**
     * What a request was signed with.
     *
     * @param token the token; {@code null} for signatures of another kind
     */
    record Signature(@Nullable AccessToken token) {

        static final Signature OTHER = new Signature(null);

        @Override
        public String toString() {
            return "Signature";
        }
    }
}

package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.InvalidOptionException;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Signs with whatever the caller's own supplier has for this request. Asked for each request, nothing is kept. */
public final class DelegateSigner implements Signer {

    private final Supplier<Mono<String>> tokens;

    /**
     * Creates the signer.
     *
     * @param tokens gives a token without {@code "Bearer "}
     */
    public DelegateSigner(Supplier<Mono<String>> tokens) {
        this.tokens = tokens;
    }

    @Override
    public @Nullable Signature signNow(Prepared request) {
        return null;
    }

    @Override
    public Mono<Signature> signLater(Prepared request) {
        return Mono.defer(tokens)
                .switchIfEmpty(Mono.error(() -> InvalidOptionException.secret(
                        "tokenSupplier", "it completed without a token; signal an error when there is none.")))
                .map(token -> {
                    if (token.isBlank() || token.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
                        throw InvalidOptionException.secret(
                                "tokenSupplier", "give the bare token: visible ASCII, no blanks, no 'Bearer '.");
                    }
                    request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
                    return Signature.OTHER;
                });
    }

    @Override
    public Mono<Signature> signAgain(Prepared request, Signature refused, @Nullable String claims) {
        return signLater(request);
    }
}

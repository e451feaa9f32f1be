package io.github.latchkey.auth.chain;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Makes token sources of functions, for tokens that come from elsewhere. The function is called for each acquisition,
 * on the calling thread, so it must not block; what it returns is subscribed to once.
 */
public final class TokenSources {

    private TokenSources() {}

    /**
     * Takes tokens with their expiry from a function.
     *
     * @param supplier called for each acquisition; an empty {@code Mono} is an error of the flight
     * @return a source without a cache; cancelling its stage cancels the subscription
     */
    public static TokenSource ofMono(Supplier<? extends Mono<AccessToken>> supplier) {
        return request -> Mono.<AccessToken>defer(supplier).toFuture();
    }

    /**
     * Takes tokens with their expiry from a function of the JDK's kind.
     *
     * @param supplier called for each acquisition
     * @return a source without a cache; cancelling its stage cancels the supplier's where that can be cancelled
     */
    public static TokenSource ofStage(Supplier<? extends CompletionStage<AccessToken>> supplier) {
        return request -> Mono.<AccessToken>fromCompletionStage(supplier).toFuture();
    }

    /**
     * Takes the bare text of tokens from a function. Nobody says when such a token expires, and what is inside it is
     * not for us to read, so the caller says how long it may be kept.
     *
     * @param supplier called for each acquisition; the text comes without {@code "Bearer "}
     * @param life how long a token may be used from when it was asked for: at most what the issuer guarantees
     * @param clock the time from which the life is counted
     * @return a source without a cache; cancelling its stage cancels the subscription
     * @throws InvalidOptionException if the life is not positive, or more than a hundred years
     */
    public static TokenSource ofValues(Supplier<? extends Mono<String>> supplier, Duration life, Clock clock) {
        return bare(Mono.<String>defer(supplier), life, clock);
    }

    /**
     * Takes the bare text of tokens from a function of the JDK's kind. Otherwise as {@link #ofValues}.
     *
     * @param supplier called for each acquisition; the text comes without {@code "Bearer "}
     * @param life how long a token may be used from when it was asked for: at most what the issuer guarantees
     * @param clock the time from which the life is counted
     * @return a source without a cache; cancelling its stage cancels the supplier's where that can be cancelled
     * @throws InvalidOptionException if the life is not positive, or more than a hundred years
     */
    public static TokenSource ofValueStages(
            Supplier<? extends CompletionStage<String>> supplier, Duration life, Clock clock) {
        return bare(Mono.<String>fromCompletionStage(supplier), life, clock);
    }

    private static TokenSource bare(Mono<String> values, Duration life, Clock clock) {
        Options.requirePositive("life", life);
        return request -> Mono.defer(() -> {
                    Instant asked = clock.instant();
                    return values.map(value -> AccessToken.builder(value, asked, asked.plus(life))
                            .scopes(request.scopes())
                            .build());
                })
                .toFuture();
    }
}

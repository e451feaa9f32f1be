package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A token source that answers as the test says and remembers what it was asked. */
final class ScriptedSource implements TokenSource {

    final List<TokenRequest> requests = new ArrayList<>();
    final List<CompletableFuture<AccessToken>> answers = new ArrayList<>();
    private final Deque<Function<TokenRequest, CompletableFuture<AccessToken>>> script = new ArrayDeque<>();
    private final Clock clock;
    private Duration life = Duration.ofHours(1);
    private @Nullable Duration refreshIn;

    ScriptedSource(Clock clock) {
        this.clock = clock;
    }

    /** Sets the life of the tokens that follow. */
    ScriptedSource life(Duration life) {
        this.life = life;
        return this;
    }

    /** Sets when the tokens that follow want to be refreshed. */
    ScriptedSource refreshIn(Duration refreshIn) {
        this.refreshIn = refreshIn;
        return this;
    }

    /** The next answer is a token. */
    ScriptedSource thenToken() {
        return then(request -> CompletableFuture.completedFuture(token()));
    }

    /** The next answer is a failure. */
    ScriptedSource thenFail(Throwable failure) {
        return then(request -> CompletableFuture.failedFuture(failure));
    }

    /** The next answer comes when the test completes it. */
    ScriptedSource thenHang() {
        return then(request -> new CompletableFuture<>());
    }

    /** The next answer is whatever the function makes of the request. */
    ScriptedSource then(Function<TokenRequest, CompletableFuture<AccessToken>> answer) {
        script.add(answer);
        return this;
    }

    /** Returns a new token, as it would be issued now. */
    AccessToken token() {
        AccessToken.Builder token = AccessToken.builder(
                "token-" + requests.size(), clock.instant(), clock.instant().plus(life));
        if (refreshIn != null) {
            token.refreshAt(clock.instant().plus(refreshIn));
        }
        return token.build();
    }

    @Override
    public synchronized CompletionStage<AccessToken> acquire(TokenRequest request) {
        requests.add(request);
        Function<TokenRequest, CompletableFuture<AccessToken>> next = script.poll();
        CompletableFuture<AccessToken> answer =
                next == null ? CompletableFuture.completedFuture(token()) : next.apply(request);
        answers.add(answer);
        return answer;
    }

    static TransientAuthenticationException outage() {
        return new TransientAuthenticationException("Outage", ErrorDetails.NONE, null);
    }

    static TransientAuthenticationException throttled(Duration retryAfter) {
        return new TransientAuthenticationException(
                "Throttled",
                ErrorDetails.builder().statusCode(429).retryAfter(retryAfter).build(),
                null);
    }

    static PermanentAuthenticationException wrongSecret() {
        return new PermanentAuthenticationException(
                "Wrong secret",
                ErrorDetails.builder()
                        .statusCode(401)
                        .error("invalid_client")
                        .errorCodes(List.of(7000215))
                        .build(),
                null);
    }
}

package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** Asks sources for tokens and waits, with a limit that only a hanging test reaches. */
final class Acquiring {

    private static final long LIMIT_SECONDS = 20;

    private Acquiring() {}

    static AccessToken token(TokenSource source, TokenRequest request) {
        return source.acquire(request)
                .toCompletableFuture()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static AuthenticationException failure(TokenSource source, TokenRequest request) {
        Throwable thrown = catchThrowable(() -> token(source, request));
        Assertions.assertThat(thrown).isInstanceOf(CompletionException.class);
        Assertions.assertThat(thrown.getCause()).isInstanceOf(AuthenticationException.class);
        return (AuthenticationException) thrown.getCause();
    }
}

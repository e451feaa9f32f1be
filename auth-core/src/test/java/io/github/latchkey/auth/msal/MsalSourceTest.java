package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MsalSourceTest {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    @Test
    void acquire_flowThrowsAnError_failsAtOnce() {
        MsalSettings settings = MsalSettings.of(executor, null, Duration.ofSeconds(10), Clock.systemUTC(), Set.of());
        TokenSource source = new MsalSource(settings, new LiveCalls(), call -> {
            throw new NoClassDefFoundError("com/example/Gone");
        });
        CompletableFuture<?> answer =
                source.acquire(TokenRequest.forScopes("scope")).toCompletableFuture();
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }
}

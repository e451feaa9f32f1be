package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.IHttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all applications of one engine have in common. */
record MsalSettings(
        ExecutorService executor,
        IHttpClient httpClient,
        Duration requestTimeout,
        Clock clock,
        Set<String> capabilities) {

    /**
     * Puts them together, here and not in the engine: the engine's class has to load where MSAL4J is absent, so that it
     * can say so.
     */
    static MsalSettings of(
            ExecutorService executor,
            @Nullable IHttpClient httpClient,
            Duration requestTimeout,
            Clock clock,
            Set<String> capabilities) {
        IHttpClient chosen = httpClient != null ? httpClient : JdkHttpClient.create(requestTimeout);
        return new MsalSettings(executor, new GuardedHttpClient(chosen, clock), requestTimeout, clock, capabilities);
    }

    /** Asks the program for a secret, which it has to bring in the time of a request. */
    <T> CompletableFuture<T> ask(String what, Supplier<? extends T> supplier) {
        return TimedSupplier.ask(what, supplier, executor, requestTimeout);
    }
}

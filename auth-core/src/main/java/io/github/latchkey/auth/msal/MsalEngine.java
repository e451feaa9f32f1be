package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.IHttpClient;
import io.github.latchkey.auth.AuthorizationCodeCredential;
import io.github.latchkey.auth.ClientCertificateCredential;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.DeviceCodeCredential;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.UserCredential;
import io.github.latchkey.auth.UsernamePasswordCredential;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Acquires tokens by Microsoft's MSAL4J: for users, and for service principals with a secret or a certificate where its
 * use is required. Thread-safe.
 *
 * <p>MSAL4J blocks, so its work runs on threads of its own. Its retries are off, since a token provider retries; its
 * cache is used for the refresh token of a user and never answers in place of Entra ID. Sources of users try silently
 * first and ask the person only when Entra ID wants it. Cancelling a call ends the wait for the person.
 */
public final class MsalEngine implements AutoCloseable {

    private final MsalSettings settings;
    private final LiveCalls calls = new LiveCalls();
    private final @Nullable StoredCache sharedCache;
    private final @Nullable ExecutorService ownExecutor;

    private MsalEngine(Builder builder) {
        this.ownExecutor = builder.executor == null ? MsalExecutors.create() : null;
        ExecutorService executor = builder.executor != null ? builder.executor : Objects.requireNonNull(ownExecutor);
        this.settings = MsalSettings.of(
                executor, builder.httpClient, builder.requestTimeout, builder.clock, builder.capabilities);
        this.sharedCache = builder.cacheStore == null ? null : new StoredCache(builder.cacheStore);
    }

    /**
     * Starts an engine.
     *
     * @return a builder
     * @throws CredentialUnavailableException if MSAL4J is not on the class path; the message names the artifact
     */
    public static Builder builder() {
        OptionalLibrary.require(
                "com.microsoft.aad.msal4j.PublicClientApplication",
                "This way to sign in",
                "com.microsoft.azure:msal4j");
        return new Builder();
    }

    /**
     * Returns the source of tokens for a credential. Does no I/O. Its user is remembered: use one source, and with a
     * shared {@link Builder#tokenCache} one credential, for one user. Sources of one credential share that user. Who of
     * such a cache it is at first, a login hint or user name says; without one it is the only user in the cache, unless
     * another credential has that user, and else the person is asked.
     *
     * @param credential a user's, or a service principal with a secret or a certificate
     * @return a source without a cache of access tokens
     * @throws InvalidOptionException if it is another kind of credential
     */
    public TokenSource source(Credential credential) {
        if (credential instanceof ClientSecretCredential || credential instanceof ClientCertificateCredential) {
            return source(new ClientCredentialsFlow(
                    new MsalApplications(settings, null), (ServicePrincipalCredential) credential));
        }
        if (credential instanceof UserCredential user) {
            StoredCache cache = sharedCache != null ? sharedCache : new StoredCache(new MemoryCache());
            return source(new UserFlow(new MsalApplications(settings, cache), cache, user, signIn(user)));
        }
        throw new InvalidOptionException(
                "credential", credential, "it needs no person; use io.github.latchkey.auth.entra.EntraClient.");
    }

    private UserFlow.SignIn signIn(UserCredential user) {
        if (user instanceof InteractiveBrowserCredential browser) {
            return new OpenSignIn(new BrowserSignIn(browser, settings));
        }
        if (user instanceof DeviceCodeCredential device) {
            return new OpenSignIn(SignIns.deviceCode(device, settings.clock()));
        }
        if (user instanceof AuthorizationCodeCredential code) {
            return SignIns.authorizationCode(code);
        }
        return SignIns.password((UsernamePasswordCredential) user, settings);
    }

    private TokenSource source(MsalFlow flow) {
        return new MsalSource(settings, calls, flow);
    }

    /**
     * Ends every call, running or queued, with a {@link io.github.latchkey.auth.PermanentAuthenticationException}: a
     * wait for the browser frees its port, a wait for a device code polls no more. The threads that this engine made
     * itself are interrupted and end; those of a given {@link Builder#executor} are its owner's. Calls that come later
     * fail alike. A second close does nothing.
     */
    @Override
    public void close() {
        calls.close();
        if (ownExecutor != null) {
            ownExecutor.shutdownNow();
        }
    }

    /** Builds an {@link MsalEngine}. Does no I/O. Not thread-safe. */
    public static final class Builder {

        private @Nullable IHttpClient httpClient;
        private @Nullable ExecutorService executor;
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();
        private Set<String> capabilities = Set.of();
        private @Nullable TokenCacheStore cacheStore;

        private Builder() {}

        /**
         * Sets how MSAL4J talks HTTP, so that trust, proxy and time-outs are the program's own.
         *
         * @param httpClient the client; default one of the JDK's with the system's trust and proxies
         * @return this builder
         */
        public Builder httpClient(IHttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
            return this;
        }

        /**
         * Sets the threads that MSAL4J blocks, never the thread that brings a task. A waiting device code sign-in holds
         * one of them.
         *
         * @param executor the threads, which stay the caller's; default virtual threads where the JVM has them, else at
         *     most 16 daemon threads named {@code latchkey-msal-*}
         * @return this builder
         */
        public Builder executor(ExecutorService executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets how long a supplier of a secret, certificate or password may take, and one request, connecting included,
         * when no {@link #httpClient} is set.
         *
         * @param requestTimeout more than zero; default 10 seconds
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = Options.requirePositive("requestTimeout", requestTimeout);
            return this;
        }

        /**
         * Sets the clock from which a token's life is counted.
         *
         * @param clock the clock; default the system's
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Declares what the callers can do, as {@code cp1}: they answer claims challenges (Continuous Access
         * Evaluation).
         *
         * @param capabilities copied; default none
         * @return this builder
         */
        public Builder clientCapabilities(String... capabilities) {
            this.capabilities = Set.copyOf(List.of(capabilities));
            return this;
        }

        /**
         * Keeps the users' refresh tokens when the program ends. By default each source keeps its own as long as it
         * lives.
         *
         * @param cacheStore where they are kept, for all sources of this engine; whoever reads it can be those users
         * @return this builder
         */
        public Builder tokenCache(TokenCacheStore cacheStore) {
            this.cacheStore = Objects.requireNonNull(cacheStore, "cacheStore");
            return this;
        }

        /**
         * Builds the engine.
         *
         * @return an engine that has done nothing yet
         */
        public MsalEngine build() {
            return new MsalEngine(this);
        }
    }
}

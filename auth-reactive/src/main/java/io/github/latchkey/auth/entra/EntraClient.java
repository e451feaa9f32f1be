package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.ManagedIdentityCredential;
import io.github.latchkey.auth.OnBehalfOfCredential;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.RefreshTokenCredential;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.TokenSource;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Acquires tokens from Microsoft Entra ID for everything that runs without a person, on reactor-netty: one request and
 * one small answer each, and no thread that waits. Thread-safe; one client serves any number of credentials and
 * tenants.
 *
 * <p>It keeps no token: put a {@link io.github.latchkey.auth.reactive.TokenProvider} in front of its sources. Redirects
 * are not followed and wire-tap logging of a given {@link HttpClient} is switched off, since a token request carries a
 * secret in its body.
 */
public final class EntraClient implements Disposable {

    private final HttpClient http;
    private final TimeLimits limits;
    private final Clock clock;
    private final Set<String> capabilities;
    private final BlockingCalls blocking;
    private final TokenEndpoint endpoint;
    private final Proofs proofs;
    private final @Nullable ConnectionProvider ownConnections;
    private volatile boolean disposed;

    private EntraClient(Builder builder) {
        HttpClient http = builder.httpClient;
        if (http == null) {
            ownConnections = pool(builder.queueTimeout);
            http = HttpClient.create(ownConnections)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, milliseconds(builder.requestTimeout));
        } else {
            ownConnections = null;
        }
        // One call is one request: whoever keeps the token knows when to try again, and how often.
        this.http = HttpClients.forCredentials(http).disableRetry(true);
        this.limits = new TimeLimits(builder.queueTimeout, builder.requestTimeout);
        this.clock = builder.clock;
        this.capabilities = builder.capabilities;
        this.blocking = new BlockingCalls(
                builder.blockingScheduler != null ? builder.blockingScheduler : Schedulers.boundedElastic(), limits);
        this.endpoint = new TokenEndpoint(this.http, limits, clock, capabilities);
        this.proofs = new Proofs(blocking, clock);
    }

    /** Ten thousand tenants may ask at once: they queue for connections, and none is turned away. */
    static ConnectionProvider pool(Duration queueTimeout) {
        return ConnectionProvider.builder("latchkey-entra")
                .maxConnections(50)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(queueTimeout)
                .maxIdleTime(Duration.ofSeconds(30))
                .build();
    }

    private static int milliseconds(Duration time) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, time.toMillis()));
    }

    /**
     * Starts a client.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the source of tokens for a credential. Does no I/O.
     *
     * @param credential the credential
     * @return a source without a cache; each call of it makes one token request. Cancelling its stage cancels the
     *     request
     * @throws InvalidOptionException if a person has to sign in, which this client does not do, or if the environment
     *     of a managed identity cannot work
     */
    public TokenSource source(Credential credential) {
        TokenSource source = open(credential);
        return request -> disposed ? CompletableFuture.failedFuture(closed()) : source.acquire(request);
    }

    private static PermanentAuthenticationException closed() {
        return new PermanentAuthenticationException(
                "No token was asked for, because the EntraClient is closed",
                ErrorDetails.builder()
                        .remedy("Close the client when nobody needs its tokens any more.")
                        .build(),
                null);
    }

    private TokenSource open(Credential credential) {
        if (credential instanceof ServicePrincipalCredential principal) {
            return grant(principal, TokenGrant.Kind.CLIENT_CREDENTIALS);
        }
        if (credential instanceof ManagedIdentityCredential identity) {
            return new ManagedIdentitySource(identity, http, blocking, limits, clock, capabilities);
        }
        if (credential instanceof OnBehalfOfCredential user) {
            return grant(user.client(), TokenGrant.Kind.onBehalfOf(user.userAssertion()));
        }
        if (credential instanceof RefreshTokenCredential user) {
            return new TokenGrant(
                    endpoint,
                    user.cloud(),
                    user.tenantId(),
                    user.clientId(),
                    user.client().map(proofs::of).orElse(Proof.NONE),
                    new RefreshTokenKind(user, blocking));
        }
        throw new InvalidOptionException(
                "credential", credential, "a person signs in with it; use io.github.latchkey.auth.msal.MsalEngine.");
    }

    private TokenGrant grant(ServicePrincipalCredential principal, TokenGrant.Kind kind) {
        return new TokenGrant(
                endpoint, principal.cloud(), principal.tenantId(), principal.clientId(), proofs.of(principal), kind);
    }

    /**
     * Closes this client and the connections that it made itself; those of a given {@link HttpClient} are its owner's.
     * Whoever asks its sources afterwards gets a {@link PermanentAuthenticationException}.
     */
    @Override
    public void dispose() {
        close().subscribe();
    }

    /**
     * Closes this client as {@link #dispose} does.
     *
     * @return completes when its own connections are closed; starts on subscription
     */
    public Mono<Void> close() {
        return Mono.defer(() -> {
            disposed = true;
            return ownConnections == null ? Mono.empty() : ownConnections.disposeLater();
        });
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    /** Builds an {@link EntraClient}. Does no I/O. Not thread-safe. */
    public static final class Builder {

        private @Nullable HttpClient httpClient;
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Duration queueTimeout = Duration.ofMinutes(1);
        private Clock clock = Clock.systemUTC();
        private @Nullable Scheduler blockingScheduler;
        private Set<String> capabilities = Set.of();

        private Builder() {}

        /**
         * Sets the HTTP client, with its connection pool, proxy, TLS trust and DNS. A pool that is shared by many
         * tenants needs a queue as long as there are tenants ({@code pendingAcquireMaxCount}) and patience
         * ({@code pendingAcquireTimeout}).
         *
         * @param httpClient the client; default one with at most 50 connections and an unbounded queue
         * @return this builder
         */
        public Builder httpClient(HttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
            return this;
        }

        /**
         * Sets how long one token request may take from when it has its connection, and how long a supplier of a
         * secret, a file or an assertion may take from when it is called. The client's own connections are made in this
         * time too; those of a given {@link HttpClient} in the time that it allows.
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
         * Sets how long a request may wait for its turn before that: for a connection of the pool, or a supplier for a
         * thread of the blocking scheduler. Whose turn does not come fails with a
         * {@link io.github.latchkey.auth.TransientAuthenticationException} that says so.
         *
         * @param queueTimeout more than zero; default one minute, which at 200 milliseconds for an answer is enough for
         *     15,000 tenants that ask at once over the default 50 connections. The
         *     {@link io.github.latchkey.auth.reactive.TokenProviderBuilder#flightTimeout flightTimeout} of their
         *     providers runs meanwhile: its default of 30 seconds is enough for half as many; raise both for more
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder queueTimeout(Duration queueTimeout) {
            this.queueTimeout = Options.requirePositive("queueTimeout", queueTimeout);
            return this;
        }

        /**
         * Sets the clock that turns a token's life into an instant.
         *
         * @param clock the clock; default the system's
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets where suppliers of secrets and files are called, which may block.
         *
         * @param blockingScheduler the scheduler; default {@link Schedulers#boundedElastic()}
         * @return this builder
         */
        public Builder blockingScheduler(Scheduler blockingScheduler) {
            this.blockingScheduler = Objects.requireNonNull(blockingScheduler, "blockingScheduler");
            return this;
        }

        /**
         * Declares what the callers of this client can do, as {@code cp1}: they answer claims challenges (Continuous
         * Access Evaluation). Entra ID then issues tokens that live for up to 28 hours and may be revoked in between,
         * which a caller without that ability would only see as refusals.
         *
         * @param capabilities copied; default none
         * @return this builder
         */
        public Builder clientCapabilities(String... capabilities) {
            this.capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(capabilities)));
            return this;
        }

        /**
         * Builds the client.
         *
         * @return a client that has opened no connection yet
         */
        public EntraClient build() {
            return new EntraClient(this);
        }
    }
}

package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Acquires tokens from Microsoft Entra ID for everything that runs without a person, on reactor-netty: one request and one
 * small answer each, and no thread that waits. Thread-safe; one client serves any number of credentials and tenants.
 *
 * <p>It keeps no token: put a {@link io.github.latchkey.auth.reactive.TokenProvider} in front of its sources. Redirects
 * are not followed and wire-tap logging of a given {@link HttpClient} is switched off, since a token request carries a
 * secret in its body.
 */
public final class EntraClient implements Disposable {

    private final TokenEndpoint endpoint;
    private final Scheduler blocking;
    private final @Nullable ConnectionProvider ownConnections;

    private EntraClient(Builder builder) {
        HttpClient http = builder.httpClient;
        if (http == null) {
            // Ten thousand tenants may ask at once: they queue for connections, and none is turned away.
            ownConnections = ConnectionProvider.builder("latchkey-entra")
                    .maxConnections(50)
                    .pendingAcquireMaxCount(-1)
                    .pendingAcquireTimeout(builder.requestTimeout)
                    .maxIdleTime(Duration.ofSeconds(30))
                    .build();
            http = HttpClient.create(ownConnections);
        } else {
            ownConnections = null;
        }
        this.blocking = builder.blockingScheduler != null ? builder.blockingScheduler : Schedulers.boundedElastic();
        this.endpoint = new TokenEndpoint(
                http.followRedirect(false).wiretap(false).responseTimeout(builder.requestTimeout),
                builder.requestTimeout,
                builder.clock);
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
     * @return a source without a cache; each call of it makes one token request
     */
    public TokenSource source(Credential credential) {
        if (credential instanceof ClientSecretCredential secret) {
            return new ClientCredentialsGrant(
                    endpoint,
                    secret.cloud(),
                    secret.tenantId(),
                    secret.clientId(),
                    ClientCredentialsGrant.secret(secret.clientSecretSupplier(), blocking));
        }
        throw new IllegalStateException("No flow for " + credential);
    }

    /** Closes the connections that this client made itself; those of a given {@link HttpClient} are its owner's. */
    @Override
    public void dispose() {
        close().subscribe();
    }

    /**
     * Closes the connections that this client made itself.
     *
     * @return completes when they are closed; starts on subscription
     */
    public Mono<Void> close() {
        return ownConnections == null ? Mono.empty() : ownConnections.disposeLater();
    }

    @Override
    public boolean isDisposed() {
        return ownConnections != null && ownConnections.isDisposed();
    }

    /** Builds an {@link EntraClient}. Does no I/O. Not thread-safe. */
    public static final class Builder {

        private @Nullable HttpClient httpClient;
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();
        private @Nullable Scheduler blockingScheduler;

        private Builder() {}

        /**
         * Sets the HTTP client, with its connection pool, proxy, TLS trust and DNS. A pool that is shared by many tenants
         * needs a queue as long as there are tenants ({@code pendingAcquireMaxCount}).
         *
         * @param httpClient the client; default one with at most 50 connections and an unbounded queue
         * @return this builder
         */
        public Builder httpClient(HttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
            return this;
        }

        /**
         * Sets how long one token request may take, connecting included.
         *
         * @param requestTimeout more than zero; default 10 seconds
         * @return this builder
         * @throws InvalidOptionException if it is not positive
         */
        public Builder requestTimeout(Duration requestTimeout) {
            if (requestTimeout.isZero() || requestTimeout.isNegative()) {
                throw new InvalidOptionException("requestTimeout", requestTimeout, "give a time of more than zero.");
            }
            this.requestTimeout = requestTimeout;
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
         * Builds the client.
         *
         * @return a client that has opened no connection yet
         */
        public EntraClient build() {
            return new EntraClient(this);
        }
    }
}

package io.github.latchkey.auth.reactive.shared;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.CorrelationIds;
import io.github.latchkey.auth.FreshnessPolicy;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Puts a {@link SharedTokenCache} in front of a token source: reads it before Entra ID and writes it afterwards. Of a
 * fleet that needs a token at the same time, one process acquires it under a lease and the others take it from the
 * cache.
 *
 * <p>The cache is a help and never a condition: when it fails, is slow or holds rubbish, the token comes from the
 * source. A claims challenge and a token that a resource refused are never answered from it.
 */
public final class SharedTokenSource implements TokenSource {

    private static final Logger LOG = Loggers.getLogger(SharedTokenSource.class);

    /** The times of the engine that will hold the token: what it would refresh at once is not worth reading. */
    private static final FreshnessPolicy FRESHNESS = new FreshnessPolicy(Duration.ZERO, () -> 0);

    private final TokenSource origin;
    private final SharedTokenCache cache;
    private final String partition;
    private final TokenCipher cipher;
    private final Duration cacheTimeout;
    private final Duration leaseDuration;
    private final Duration pollInterval;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Scheduler blockingScheduler;

    private SharedTokenSource(Builder builder) {
        this.origin = builder.origin;
        this.cache = builder.cache;
        this.partition = builder.partition;
        this.cipher = builder.cipher;
        this.cacheTimeout = builder.cacheTimeout;
        this.leaseDuration = builder.leaseDuration;
        this.pollInterval = builder.pollInterval;
        this.clock = builder.clock;
        this.scheduler = builder.scheduler;
        this.blockingScheduler = builder.blockingScheduler;
    }

    /**
     * Starts a source.
     *
     * @param origin where tokens come from when the cache has none
     * @param cache the cache
     * @param partition whose tokens they are: everything that makes them different from others in the same cache, as
     *     cloud, tenant, client id, version of the credential and, where a user is involved, that user. Scopes and a
     *     request's tenant are added by themselves
     * @param encryptionKey an AES key that the fleet shares; what is stored is encrypted with it
     * @return a builder
     * @throws InvalidOptionException if the partition is blank or the key is no AES key
     */
    public static Builder builder(
            TokenSource origin, SharedTokenCache cache, String partition, SecretKey encryptionKey) {
        return new Builder(origin, cache, partition, encryptionKey);
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        String key = key(request);
        Mono<AccessToken> acquired = request.claims().isPresent()
                ? fromOrigin(key, request)
                : fromCache(key, request).switchIfEmpty(Mono.defer(() -> underLease(key, request)));
        return acquired.toFuture();
    }

    private Mono<AccessToken> fromCache(String key, TokenRequest request) {
        return survive("read", () -> cache.read(key))
                .flatMap(content -> Mono.justOrEmpty(cipher.decrypt(key, content)))
                .filter(token -> isWorthHaving(token, request));
    }

    /** A token from which a provider would not start a refresh, and which was not refused. */
    private boolean isWorthHaving(AccessToken token, TokenRequest request) {
        boolean refused = request.rejected()
                .filter(rejected -> rejected.authorizationHeader().equals(token.authorizationHeader()))
                .isPresent();
        return !refused && clock.instant().isBefore(FRESHNESS.earliestRefreshAt(token));
    }

    private Mono<AccessToken> underLease(String key, TokenRequest request) {
        String holder = CorrelationIds.next();
        Mono<AccessToken> mine = Mono.usingWhen(
                Mono.just(holder),
                // Whoever held the lease a moment ago may have left what is wanted.
                held -> fromCache(key, request).switchIfEmpty(Mono.defer(() -> fromOrigin(key, request))),
                held -> survive("release", () -> cache.release(key, held)));
        return survive("lease", () -> cache.lease(key, holder, leaseDuration))
                .defaultIfEmpty(true) // without the cache everybody is alone
                .flatMap(granted ->
                        granted ? mine : Mono.delay(pollInterval, scheduler).then(fromCache(key, request)))
                .repeatWhenEmpty(rounds -> rounds.takeWhile(round -> round < leaseDuration.dividedBy(pollInterval)))
                .switchIfEmpty(Mono.defer(() -> fromOrigin(key, request)));
    }

    private Mono<AccessToken> fromOrigin(String key, TokenRequest request) {
        return Mono.fromCompletionStage(() -> origin.acquire(request))
                .flatMap(token -> write(key, token).thenReturn(token));
    }

    private Mono<Void> write(String key, AccessToken token) {
        Duration left = Duration.between(clock.instant(), token.expiresAt());
        if (left.isZero() || left.isNegative()) {
            return Mono.empty();
        }
        return survive(
                "write",
                () -> Mono.fromCallable(() -> cipher.encrypt(key, token))
                        .subscribeOn(blockingScheduler)
                        .flatMap(content -> cache.write(key, content, left)));
    }

    /** Makes a failure or a delay of the cache look like an empty answer. */
    private <T> Mono<T> survive(String what, Supplier<Mono<T>> operation) {
        return Mono.defer(operation).timeout(cacheTimeout, scheduler).onErrorResume(error -> {
            LOG.warn("The shared token cache failed to {}; going on without it: {}", what, error.toString());
            return Mono.empty();
        });
    }

    private String key(TokenRequest request) {
        // A separator that occurs in none of the parts keeps different parts different.
        String parts = String.join(
                "\n", partition, request.tenantId().orElse(""), String.join(" ", new TreeSet<>(request.scopes())));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Builds a {@link SharedTokenSource}. Not thread-safe. */
    public static final class Builder {

        private final TokenSource origin;
        private final SharedTokenCache cache;
        private final String partition;
        private final TokenCipher cipher;
        private Duration cacheTimeout = Duration.ofSeconds(1);
        private Duration leaseDuration = Duration.ofSeconds(15);
        private Duration pollInterval = Duration.ofMillis(100);
        private Clock clock = Clock.systemUTC();
        private Scheduler scheduler = Schedulers.parallel();
        private Scheduler blockingScheduler = Schedulers.boundedElastic();

        private Builder(TokenSource origin, SharedTokenCache cache, String partition, SecretKey encryptionKey) {
            this.origin = Objects.requireNonNull(origin, "origin");
            this.cache = Objects.requireNonNull(cache, "cache");
            if (partition.isBlank() || partition.indexOf('\n') >= 0) {
                throw new InvalidOptionException(
                        "partition", partition, "say whose tokens they are, in one line that is not blank.");
            }
            this.partition = partition;
            this.cipher = new TokenCipher(encryptionKey);
        }

        /**
         * Sets how long one operation of the cache may take before it counts as failed.
         *
         * @param cacheTimeout more than zero; default one second
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder cacheTimeout(Duration cacheTimeout) {
            this.cacheTimeout = Options.requirePositive("cacheTimeout", cacheTimeout);
            return this;
        }

        /**
         * Sets how long a process may keep the others waiting. When it has not brought a token by then, they acquire
         * their own.
         *
         * @param leaseDuration more than zero; default 15 seconds; shorter than the provider's flight timeout
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder leaseDuration(Duration leaseDuration) {
            this.leaseDuration = Options.requirePositive("leaseDuration", leaseDuration);
            return this;
        }

        /**
         * Sets how often a waiting process looks.
         *
         * @param pollInterval more than zero; default 100 milliseconds
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder pollInterval(Duration pollInterval) {
            this.pollInterval = Options.requirePositive("pollInterval", pollInterval);
            return this;
        }

        /**
         * Sets the clock, for tests.
         *
         * @param clock the clock; default the system's
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets where waits and time-outs run.
         *
         * @param scheduler the scheduler; default {@link Schedulers#parallel()}
         * @return this builder
         */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
            return this;
        }

        /**
         * Sets where tokens are encrypted, for which the system's random device is read, which may block.
         *
         * @param blockingScheduler the scheduler; default {@link Schedulers#boundedElastic()}
         * @return this builder
         */
        public Builder blockingScheduler(Scheduler blockingScheduler) {
            this.blockingScheduler = Objects.requireNonNull(blockingScheduler, "blockingScheduler");
            return this;
        }

        /**
         * Builds the source. Does no I/O.
         *
         * @return a source, to be put behind a {@link io.github.latchkey.auth.reactive.TokenProvider}
         */
        public SharedTokenSource build() {
            return new SharedTokenSource(this);
        }
    }
}

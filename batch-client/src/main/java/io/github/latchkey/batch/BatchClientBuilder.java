package io.github.latchkey.batch;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.internal.http.BearerSigner;
import io.github.latchkey.batch.internal.http.DelegateSigner;
import io.github.latchkey.batch.internal.http.Origin;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.internal.http.Settings;
import io.github.latchkey.batch.internal.http.SharedKeySigner;
import io.github.latchkey.batch.internal.http.Signer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Builds a {@link BatchClient}. Needs {@code accountUrl} and one way to sign. Does no I/O. Not thread-safe. */
public final class BatchClientBuilder {

    private static final int DEFAULT_CONNECTIONS = 100;
    private static final Duration DEFAULT_IDLE_TIME = Duration.ofSeconds(60);

    private @Nullable String accountUrl;
    private boolean allowInsecureLoopback;
    private @Nullable Function<Context, Signer> signing;
    private @Nullable HttpClient httpClient;
    private ServiceVersion serviceVersion = ServiceVersion.V2024_02_01;
    private Duration timeout = Duration.ofMinutes(3);
    private @Nullable Duration attemptTimeout;
    private int maxAttempts = 5;
    private Duration firstBackoff = Duration.ofMillis(500);
    private Duration maxBackoff = Duration.ofSeconds(30);
    private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();
    private Scheduler scheduler = Schedulers.parallel();
    private Clock clock = Clock.systemUTC();
    private Supplier<String> requestIds = BatchClientBuilder::randomGuid;
    private String userAgent = "";
    private boolean wireLog;

    BatchClientBuilder() {}

    /**
     * Sets where the account is.
     *
     * @param accountUrl {@code https://{account}.{region}.batch.azure.com}, without a path; required
     * @return this builder
     */
    public BatchClientBuilder accountUrl(String accountUrl) {
        this.accountUrl = accountUrl;
        return this;
    }

    /**
     * Sets where the account is.
     *
     * @param accountUrl {@code https://{account}.{region}.batch.azure.com}, without a path; required
     * @return this builder
     */
    public BatchClientBuilder accountUrl(URI accountUrl) {
        return accountUrl(accountUrl.toString());
    }

    /**
     * Allows {@code http} for this machine, for tests. Any other host still needs {@code https}.
     *
     * @param allow default {@code false}
     * @return this builder
     */
    public BatchClientBuilder allowInsecureLoopback(boolean allow) {
        this.allowInsecureLoopback = allow;
        return this;
    }

    /**
     * Signs with tokens for a credential. The client makes a {@link TokenProvider} for the Batch scope of the
     * credential's cloud, which signs in through the same {@link #httpClient}, and closes it with itself.
     *
     * @param credential who we are
     * @return this builder
     */
    public BatchClientBuilder credential(Credential credential) {
        return signing(context -> new BearerSigner(
                TokenProvider.builder(
                                EntraClient.builder()
                                        .httpClient(context.http())
                                        .build()
                                        .source(credential),
                                TokenRequest.forScopes(credential.cloud().batchScope()))
                        .build(),
                true));
    }

    /**
     * Signs with tokens of a provider, which may serve others too and stays open when the client closes.
     *
     * @param tokenProvider a provider for {@link io.github.latchkey.auth.Cloud#batchScope()}
     * @return this builder
     */
    public BatchClientBuilder tokenProvider(TokenProvider tokenProvider) {
        return signing(context -> new BearerSigner(tokenProvider, false));
    }

    /**
     * Signs with the account's key, which may do everything in the account.
     *
     * @param account the account's name
     * @param key one of its two keys, Base64
     * @return this builder
     * @throws InvalidOptionException if the account is blank or the key no Base64
     */
    public BatchClientBuilder sharedKey(String account, String key) {
        new SharedKeySigner(account, key, clock); // says no where the value came in
        return signing(context -> new SharedKeySigner(account, key, context.clock()));
    }

    /**
     * Signs with tokens that the caller gets on its own. Asked at each request, and once more after a 401; nothing is
     * kept.
     *
     * @param tokenSupplier gives a {@code Mono} of a bare token, without {@code "Bearer "}; must not block
     * @return this builder
     */
    public BatchClientBuilder tokenSupplier(Supplier<Mono<String>> tokenSupplier) {
        return signing(context -> new DelegateSigner(tokenSupplier));
    }

    /**
     * Sends through the given client: the place for trust, proxy, DNS, connection pool, connect timeout, metrics.
     * Redirects, its own repetition of requests and its wire-tap, which would write the token, are turned off; see
     * {@link #wireLog}. Headers that it has for all requests are sent, and signed, where this client has none of that
     * name; what it adds later, by {@code headersWhen} or {@code doOnRequest}, no signature covers. It stays open when
     * this client closes.
     *
     * @param httpClient default one with a pool of 100 connections that are given up after a minute of idleness
     * @return this builder
     */
    public BatchClientBuilder httpClient(HttpClient httpClient) {
        this.httpClient = httpClient;
        return this;
    }

    /**
     * Chooses the version of the service's interface.
     *
     * @param serviceVersion default {@link ServiceVersion#V2024_02_01}
     * @return this builder
     */
    public BatchClientBuilder serviceVersion(ServiceVersion serviceVersion) {
        this.serviceVersion = serviceVersion;
        return this;
    }

    /**
     * Limits a call with all its tries and the waits between them; for a list, each page until it begins.
     *
     * @param timeout above zero; default 3 minutes
     * @return this builder
     * @throws InvalidOptionException if it is zero or negative
     */
    public BatchClientBuilder timeout(Duration timeout) {
        this.timeout = positive("timeout", timeout);
        return this;
    }

    /**
     * Limits one try: how long its answer may be waited for, and each further part of it. A slow reader does not count.
     *
     * @param attemptTimeout above zero; default 40 seconds, since the service works for up to 30, and 125 for a
     *     collection of tasks, on which it works for up to 120 before {@link ServiceVersion#V2025_06_01}. Where a call
     *     sets a {@code serverTimeout}, five seconds more than that if it is longer
     * @return this builder
     * @throws InvalidOptionException if it is zero or negative
     */
    public BatchClientBuilder attemptTimeout(Duration attemptTimeout) {
        this.attemptTimeout = positive("attemptTimeout", attemptTimeout);
        return this;
    }

    /**
     * Limits how often a call is tried.
     *
     * @param maxAttempts 1 for a single try; default 5
     * @return this builder
     * @throws InvalidOptionException if it is less than 1
     */
    public BatchClientBuilder maxAttempts(int maxAttempts) {
        if (maxAttempts < 1) {
            throw new InvalidOptionException("maxAttempts", maxAttempts, "give at least 1.");
        }
        this.maxAttempts = maxAttempts;
        return this;
    }

    /**
     * Sets the waits between tries: a random share of a time that doubles with each failure. The service's
     * {@code Retry-After} is obeyed where it is longer.
     *
     * @param first the longest wait before the second try; default half a second
     * @param most the longest wait of all; default 30 seconds
     * @return this builder
     * @throws InvalidOptionException if one is zero or negative, or the first is longer than the most
     */
    public BatchClientBuilder backoff(Duration first, Duration most) {
        this.firstBackoff = positive("backoff", first);
        this.maxBackoff = positive("backoff", most);
        if (first.compareTo(most) > 0) {
            throw new InvalidOptionException("backoff", first, "the first wait must not be longer than the longest.");
        }
        return this;
    }

    /**
     * Sets the source of chance for waits.
     *
     * @param jitter gives numbers from 0 to 1, from any thread; default random
     * @return this builder
     */
    public BatchClientBuilder jitter(DoubleSupplier jitter) {
        this.jitter = jitter;
        return this;
    }

    /**
     * Sets what runs timers and tells elapsed time.
     *
     * @param scheduler default {@link Schedulers#parallel()}
     * @return this builder
     */
    public BatchClientBuilder scheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /**
     * Sets the wall clock, which dates signatures and compares with dates in answers.
     *
     * @param clock default the system's
     * @return this builder
     */
    public BatchClientBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Sets what makes the {@code client-request-id} of a call.
     *
     * @param requestIds gives GUIDs without braces, from any thread; must not block. Default random
     * @return this builder
     */
    public BatchClientBuilder requestIds(Supplier<String> requestIds) {
        this.requestIds = requestIds;
        return this;
    }

    /**
     * Puts the caller's name in front of the {@code User-Agent}.
     *
     * @param userAgent a product and version as {@code night-render/2.1}; default none
     * @return this builder
     * @throws InvalidOptionException if it holds characters that no header may carry
     */
    public BatchClientBuilder userAgent(String userAgent) {
        if (userAgent.chars().anyMatch(c -> c < ' ' || c >= 0x7f)) {
            throw new InvalidOptionException("userAgent", userAgent, "give visible ASCII, as night-render/2.1.");
        }
        this.userAgent = userAgent;
        return this;
    }

    /**
     * Logs requests and answers to the logger {@code io.github.latchkey.batch.wire} at DEBUG: methods, paths, statuses
     * and harmless headers, but no bodies, queries, tokens or signatures. It takes the place of the wire-tap of the
     * {@link #httpClient}.
     *
     * @param wireLog default {@code false}
     * @return this builder
     */
    public BatchClientBuilder wireLog(boolean wireLog) {
        this.wireLog = wireLog;
        return this;
    }

    /**
     * Builds the client.
     *
     * @return a client that is ready; it has not sent anything
     * @throws InvalidOptionException if the account URL is absent or has another shape, or no way to sign was chosen
     */
    public BatchClient build() {
        if (accountUrl == null) {
            throw new InvalidOptionException(
                    "accountUrl", null, "it is required and was not set; call accountUrl(...).");
        }
        if (signing == null) {
            throw new InvalidOptionException(
                    "credential",
                    null,
                    "choose a way to sign: credential(...), tokenProvider(...), sharedKey(...) or tokenSupplier(...).");
        }
        Origin origin = Origin.of(accountUrl, allowInsecureLoopback);
        ConnectionProvider own = httpClient == null
                ? ConnectionProvider.builder("latchkey-batch")
                        .maxConnections(DEFAULT_CONNECTIONS)
                        .pendingAcquireMaxCount(-1) // bounded by the callers' demand, and by each call's time
                        .maxIdleTime(DEFAULT_IDLE_TIME)
                        .build()
                : null;
        HttpClient http = own == null ? given() : HttpClient.create(own);
        Signer signer = signing.apply(new Context(http, clock));
        Pipeline pipeline = new Pipeline(new Settings(
                origin,
                http,
                signer,
                serviceVersion,
                timeout,
                attemptTimeout,
                new Settings.RetryPolicy(maxAttempts, firstBackoff, maxBackoff, jitter),
                scheduler,
                clock,
                requestIds,
                userAgentHeader(),
                wireLog));
        return new BatchClient(
                pipeline,
                Mono.<Void>fromRunnable(signer::dispose)
                        .subscribeOn(Schedulers.boundedElastic()) // stops a timer's thread, and so takes its lock
                        .then(own == null ? Mono.empty() : Mono.defer(own::disposeLater)));
    }

    private HttpClient given() {
        return Objects.requireNonNull(httpClient, "httpClient");
    }

    private BatchClientBuilder signing(Function<Context, Signer> chosen) {
        if (signing != null) {
            throw new InvalidOptionException(
                    "credential",
                    null,
                    "a way to sign was chosen already; call one of credential, tokenProvider, sharedKey,"
                            + " tokenSupplier.");
        }
        this.signing = chosen;
        return this;
    }

    private String userAgentHeader() {
        String version = BatchClient.class.getPackage().getImplementationVersion();
        String own = "latchkey-batch/" + (version == null ? "dev" : version);
        return userAgent.isBlank() ? own : userAgent + " " + own;
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidOptionException(option, value, "give a time above zero.");
        }
        return value;
    }

    /** Ids are names, not secrets: the strong generator behind {@code UUID.randomUUID()} may block. */
    private static String randomGuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private record Context(HttpClient http, Clock clock) {}
}

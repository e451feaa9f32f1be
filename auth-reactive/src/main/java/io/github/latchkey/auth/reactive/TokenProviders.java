package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.TokenProviderClosedException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * One provider for each credential, tenant and set of scopes: for programs that serve many tenants. Thread-safe.
 *
 * <p>Nothing is shared between two keys. A credential counts as the object it is, so that a new secret, certificate or
 * user assertion, which makes a new credential, never receives a token of the old one. A provider that has gone unused
 * gives way when there are too many; whoever still holds it can go on using it.
 */
public final class TokenProviders implements Disposable {

    private final Function<? super Credential, ? extends TokenSource> sources;
    private final UnaryOperator<TokenProviderBuilder> configuration;
    private final int maximum;
    private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();
    private final AtomicBoolean evicting = new AtomicBoolean();
    private volatile boolean disposed;

    private TokenProviders(Builder builder) {
        this.sources = builder.sources;
        this.configuration = builder.configuration;
        this.maximum = builder.maximum;
    }

    /**
     * Starts a registry.
     *
     * @param sources makes the source of a credential, as {@code entraClient::source}; called once for each new key
     * @return a builder
     */
    public static Builder builder(Function<? super Credential, ? extends TokenSource> sources) {
        return new Builder(sources);
    }

    /**
     * Returns the provider for a credential and a request, making it if need be. Does no I/O.
     *
     * @param credential the credential
     * @param request scopes and tenant; claims and a refused token belong to a single flight and are refused here
     * @return the provider, the same for equal arguments while it is in use
     * @throws InvalidOptionException if the request carries claims or a refused token
     * @throws TokenProviderClosedException if the registry was closed
     */
    public TokenProvider get(Credential credential, TokenRequest request) {
        if (request.claims().isPresent() || request.rejected().isPresent()) {
            throw new InvalidOptionException(
                    "request",
                    request,
                    "a provider serves many flights; answer a challenge with token(claims), and a 401 with invalidate.");
        }
        if (disposed) {
            throw new TokenProviderClosedException();
        }
        Key key = new Key(credential, request.tenantId().orElse(null), request.scopes());
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = entries.computeIfAbsent(
                    key,
                    absent -> new Entry(configuration
                            .apply(TokenProvider.builder(sources.apply(credential), request))
                            .build()));
            evictIdle();
        }
        entry.lastUse = uses.incrementAndGet();
        if (disposed) {
            entry.provider.dispose();
        }
        return entry.provider;
    }

    /**
     * Returns how many providers there are.
     *
     * @return the number, never much above the maximum
     */
    public int size() {
        return entries.size();
    }

    /** Drops the least recently used tenth, so that the cost of looking is shared by many calls. */
    private void evictIdle() {
        if (entries.size() <= maximum || !evicting.compareAndSet(false, true)) {
            return;
        }
        try {
            List<Candidate> idle = entries.entrySet().stream()
                    .map(entry -> new Candidate(entry.getKey(), entry.getValue(), entry.getValue().lastUse))
                    .sorted(Comparator.comparingLong(Candidate::lastUse))
                    .limit(entries.size() - maximum + maximum / 10L)
                    .toList();
            // Not disposed of: somebody may hold it. It owns no timer and no connection, so it can just be forgotten.
            idle.forEach(candidate -> entries.remove(candidate.key, candidate.entry));
        } finally {
            evicting.set(false);
        }
    }

    /** Closes all providers that the registry knows. Idempotent. */
    @Override
    public void dispose() {
        disposed = true;
        entries.values().forEach(entry -> entry.provider.dispose());
        entries.clear();
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    /** Whose token it is: no two different answers to any of these may ever share one. */
    private record Key(Credential credential, @Nullable String tenantId, Set<String> scopes) {}

    /** A provider and when it was used last, as a count of uses. */
    private static final class Entry {

        private final TokenProvider provider;
        private volatile long lastUse = Long.MAX_VALUE; // just made: not idle, whatever the others did

        private Entry(TokenProvider provider) {
            this.provider = provider;
        }
    }

    /** An entry as it was at one look: others use it while it is sorted. */
    private record Candidate(Key key, Entry entry, long lastUse) {}

    /** Builds {@link TokenProviders}. Not thread-safe. */
    public static final class Builder {

        private final Function<? super Credential, ? extends TokenSource> sources;
        private UnaryOperator<TokenProviderBuilder> configuration = UnaryOperator.identity();
        private int maximum = 20_000;

        private Builder(Function<? super Credential, ? extends TokenSource> sources) {
            this.sources = Objects.requireNonNull(sources, "sources");
        }

        /**
         * Sets the options of every provider.
         *
         * @param configuration is given the builder of each new provider; default leaves it as it is
         * @return this builder
         */
        public Builder configure(UnaryOperator<TokenProviderBuilder> configuration) {
            this.configuration = Objects.requireNonNull(configuration, "configuration");
            return this;
        }

        /**
         * Sets how many providers are kept. One with a token takes a few kilobytes, about half of it the token.
         *
         * @param maximum more than zero; default 20,000
         * @return this builder
         * @throws InvalidOptionException if it is not positive
         */
        public Builder maximum(int maximum) {
            if (maximum <= 0) {
                throw new InvalidOptionException("maximum", maximum, "give a number of more than zero.");
            }
            this.maximum = maximum;
            return this;
        }

        /**
         * Builds the registry.
         *
         * @return an empty registry
         */
        public TokenProviders build() {
            return new TokenProviders(this);
        }
    }
}

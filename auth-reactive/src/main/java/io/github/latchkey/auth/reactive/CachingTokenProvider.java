package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.FreshnessPolicy;
import io.github.latchkey.auth.TokenProviderClosedException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The token engine: a small state machine whose whole state is one immutable {@link ProviderState}, replaced by
 * compare-and-set.
 *
 * <pre>
 *   EMPTY        --subscribe-------------> ACQUIRING     a flight starts, subscribers wait       {@link #resolve}
 *   ACQUIRING    --token-----------------> FRESH         waiters get the token                   {@link #succeeded}
 *   ACQUIRING    --failure---------------> BACKING_OFF   waiters get the failure                 {@link #failed}
 *   BACKING_OFF  --time, subscribe-------> ACQUIRING                                             {@link #resolve}
 *   FRESH        --time------------------> STALE         no event: the clock passes refreshAt
 *   STALE        --subscribe-------------> REFRESHING    a flight starts, nobody waits           {@link #resolve}
 *   REFRESHING   --token-----------------> FRESH                                                 {@link #succeeded}
 *   REFRESHING   --failure---------------> POSTPONED     nobody notices                          {@link #failed}
 *   POSTPONED    --time, subscribe-------> REFRESHING                                            {@link #resolve}
 *   with a token --time------------------> ACQUIRING, BACKING_OFF or EMPTY: the clock passes usableUntil
 *   with a token --rejection-------------> ACQUIRING, BACKING_OFF or EMPTY                       {@link #invalidate}
 *   any          --claims----------------> the same      a flight beside; its token replaces,    {@link #token(String)}
 *                                                        its failure is held beside
 *   any          --dispose---------------> CLOSED        terminal, wins every race               {@link #dispose}
 * </pre>
 *
 * <p>Flights are numbered as they start, and one for claims anew as it lands in time. An answer replaces what is held
 * only if its flight is the younger one, so that a late answer can be of use and can do no harm, and the answer to a
 * challenge replaces whatever came meanwhile without the claims.
 */
final class CachingTokenProvider implements TokenProvider {

    private static final Logger LOG = Loggers.getLogger(TokenProvider.class);

    private static final AtomicReferenceFieldUpdater<CachingTokenProvider, ProviderState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(CachingTokenProvider.class, ProviderState.class, "state");

    /** A token that is refused within this time after it came is young: the next one will hardly do better. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private static final Duration A_CENTURY = Duration.ofDays(36_525);

    /** How many young tokens in a row may be refused before rejections are taken at growing distance. */
    private static final int FREE_REJECTIONS = 5;

    final CoarseClock clock;

    private final TokenRequest request;
    private final FlightSettings settings;
    private final FreshnessPolicy freshness;
    private final Backoff failureBackoff;
    private final AtomicLong flights = new AtomicLong();
    private final ConcurrentMap<String, Flight> challenges = new ConcurrentHashMap<>();
    private volatile @Nullable FailedChallenge failedChallenge;
    private final Disposable.Swap lease = Disposables.swap();
    private final Disposable.Composite work = Disposables.composite();
    private final Mono<AccessToken> shared = TokenMono.of(this);

    private volatile ProviderState state = ProviderState.EMPTY;

    CachingTokenProvider(
            TokenRequest request,
            FlightSettings settings,
            FreshnessPolicy freshness,
            Backoff failureBackoff,
            CoarseClock clock) {
        this.request = request;
        this.settings = settings;
        this.freshness = freshness;
        this.failureBackoff = failureBackoff;
        this.clock = clock;
    }

    @Override
    public Mono<AccessToken> token() {
        return shared;
    }

    @Override
    public @Nullable AccessToken peek() {
        ProviderState seen = state;
        return clock.now < seen.quietUntil ? seen.token : null;
    }

    /** The slow way of a subscription: the token needs a look, or there is none. */
    void subscribeWaiter(CoreSubscriber<? super AccessToken> actual) {
        Waiter waiter = new Waiter(actual);
        // First, since from the moment the waiter is on board of a flight another thread may signal it.
        actual.onSubscribe(waiter);
        resolve(waiter);
    }

    private void resolve(Waiter waiter) {
        while (!waiter.isCancelled()) {
            long now = clock.sample();
            ProviderState seen = state;
            AccessToken usable = seen.usable(now);
            if (seen.closed) {
                waiter.fail(new TokenProviderClosedException());
                return;
            }
            if (usable != null) {
                if (now >= seen.quietUntil) {
                    startFlight(
                            seen, FlightReason.REFRESH, now, null); // if another subscriber was first, all the better
                }
                waiter.deliver(usable);
                return;
            }
            Flight flight = seen.flight;
            if (flight != null) {
                if (flight.join(waiter)) {
                    return;
                }
                continue; // it landed meanwhile, and the state has moved on
            }
            AuthenticationException held = seen.heldFailure(now);
            if (held != null) {
                waiter.fail(held);
                return;
            }
            if (startFlight(seen, FlightReason.COLD, now, waiter)) {
                return;
            }
        }
    }

    private boolean startFlight(ProviderState seen, FlightReason reason, long now, @Nullable Waiter firstWaiter) {
        TokenRequest asked = afterRefusal(request, seen.trouble.rejected());
        Flight flight = new Flight(this, settings, asked, reason, flights.incrementAndGet(), now);
        if (!STATE.compareAndSet(this, seen, seen.withFlight(flight))) {
            return false;
        }
        if (firstWaiter != null && !flight.join(firstWaiter)) {
            resolve(firstWaiter); // closed between the two lines
            return true;
        }
        flight.start(work);
        return true;
    }

    private static TokenRequest afterRefusal(TokenRequest asked, @Nullable AccessToken refused) {
        return refused == null ? asked : asked.toBuilder().rejected(refused).build();
    }

    /** Keeps the clock ticking from the first flight on until the provider is closed or forgotten. */
    void keepTime() {
        if (lease.get() == null) {
            lease.update(clock.lease(this)); // disposes of the new one when the provider is closed
        }
    }

    /** A flight, on time or late, brings a token. */
    void succeeded(Flight flight, AccessToken token) {
        long now = clock.sample();
        Instant instant = clock.instant();
        long usableUntil = now + lifeLeft(token, instant, freshness.usableUntil(token)) - CoarseClock.TICK.toNanos();
        long refreshAt = now + lifeLeft(token, instant, freshness.refreshAt(token));
        if (usableUntil <= now) {
            failed(flight, tooShort(token, instant));
            return;
        }
        boolean onTime = !flight.hasLanded();
        boolean kept;
        while (true) {
            ProviderState seen = state;
            if (seen.closed) {
                flight.land(new TokenProviderClosedException());
                return;
            }
            long sequence =
                    onTime && flight.reason == FlightReason.CLAIMS ? flights.incrementAndGet() : flight.sequence;
            kept = !seen.hasNewerThan(sequence);
            ProviderState next = seen.flight == flight ? seen.withFlight(null) : seen;
            if (kept) {
                next = next.withToken(token, sequence, refreshAt, usableUntil);
            }
            if (STATE.compareAndSet(this, seen, next)) {
                break;
            }
        }
        forget(flight);
        if (flight.reason == FlightReason.CLAIMS) {
            failedChallenge = null;
        }
        AccessToken answer = flight.reason == FlightReason.CLAIMS ? token : newest(token, now);
        if (onTime || kept) {
            settings.notify(listener -> listener.flightSucceeded(
                    flight.reason, Duration.ofNanos(now - flight.startedAt), answer.expiresAt()));
        }
        flight.land(answer);
    }

    /** A flight fails or its time is over. */
    void failed(Flight flight, AuthenticationException failure) {
        if (flight.hasLanded()) {
            return; // it was given up before
        }
        long now = clock.sample();
        Duration backoff = Duration.ZERO;
        ProviderState seen = state;
        while (seen.flight == flight) {
            backoff = failureBackoff.delay(seen.trouble.failures() + 1L, failure);
            if (STATE.compareAndSet(this, seen, seen.withFailure(failure, now + backoff.toNanos()))) {
                break;
            }
            seen = state;
        }
        if (flight.reason == FlightReason.CLAIMS) {
            backoff = holdChallenge(flight, failure, now);
        }
        forget(flight);
        reportFailure(flight, failure, now, backoff);
        AccessToken usable = state.usable(now);
        if (seen.closed) {
            flight.land(new TokenProviderClosedException());
        } else if (usable != null && flight.reason != FlightReason.CLAIMS) {
            flight.land(usable); // another flight, or a late answer, brought one
        } else {
            flight.land(failure);
        }
    }

    /**
     * Respects the failure of a challenge for a while, so that a resource which repeats it causes no flood of requests.
     */
    private Duration holdChallenge(Flight flight, AuthenticationException failure, long now) {
        String claims = flight.request().claims().orElseThrow();
        FailedChallenge before =
                failedChallenge; // two challenges that fail at once: one of them is held, which will do
        int failures = before != null && before.claims.equals(claims) ? before.failures + 1 : 1;
        Duration backoff = failureBackoff.delay(failures, failure);
        failedChallenge = new FailedChallenge(claims, failure, failures, now + backoff.toNanos());
        return backoff;
    }

    private void reportFailure(Flight flight, AuthenticationException failure, long now, Duration backoff) {
        if (flight.reason == FlightReason.REFRESH) {
            LOG.warn(
                    "Could not refresh a token ahead of its expiry, next attempt in {}: {}",
                    backoff,
                    failure.getMessage());
        }
        settings.notify(listener ->
                listener.flightFailed(flight.reason, Duration.ofNanos(now - flight.startedAt), failure, backoff));
    }

    private AccessToken newest(AccessToken token, long now) {
        AccessToken held = state.usable(now);
        return held != null ? held : token;
    }

    private void forget(Flight flight) {
        flight.request().claims().ifPresent(claims -> challenges.remove(claims, flight));
    }

    private static AuthenticationException tooShort(AccessToken token, Instant now) {
        return new TransientAuthenticationException(
                "The token source returned a token that expires at " + token.expiresAt() + ", now is " + now,
                ErrorDetails.builder()
                        .remedy("Less life is left than the configured minimum; check the clocks of this machine and of"
                                + " whatever caches the token.")
                        .build(),
                null);
    }

    /** Returns how long it is until a time in the token's life: never longer than from the life's beginning. */
    private static long lifeLeft(AccessToken token, Instant now, Instant until) {
        // The wall clock may have been set back since the token was asked for; its life has not become longer by that.
        Instant from = now.isBefore(token.obtainedAt()) ? token.obtainedAt() : now;
        Duration left = Duration.between(from, until);
        return left.compareTo(A_CENTURY) > 0 ? A_CENTURY.toNanos() : left.toNanos();
    }

    @Override
    public Mono<AccessToken> token(String claims) {
        TokenRequest challenged = request.toBuilder().claims(claims).build();
        return Mono.from(subscriber -> {
            Waiter waiter = new Waiter(Operators.toCoreSubscriber(subscriber));
            subscriber.onSubscribe(waiter);
            answer(challenged, claims, waiter);
        });
    }

    private void answer(TokenRequest challenged, String claims, Waiter waiter) {
        while (!waiter.isCancelled()) {
            ProviderState seen = state;
            if (seen.closed) {
                waiter.fail(new TokenProviderClosedException());
                return;
            }
            long now = clock.sample();
            FailedChallenge failed = failedChallenge;
            if (failed != null && failed.claims.equals(claims) && now < failed.retryAt) {
                waiter.fail(failed.failure);
                return;
            }
            TokenRequest asked = afterRefusal(challenged, seen.token != null ? seen.token : seen.trouble.rejected());
            Flight mine = new Flight(this, settings, asked, FlightReason.CLAIMS, flights.incrementAndGet(), now);
            Flight present = challenges.putIfAbsent(claims, mine);
            Flight flight = present == null ? mine : present;
            boolean joined = flight.join(waiter);
            if (present == null) {
                flight.start(work);
                if (state.closed) {
                    flight.land(new TokenProviderClosedException());
                }
            }
            if (joined) {
                return;
            }
        }
    }

    @Override
    public void invalidate(AccessToken token) {
        while (true) {
            ProviderState seen = state;
            AccessToken held = seen.token;
            if (held == null || !held.authorizationHeader().equals(token.authorizationHeader())) {
                return; // a newer one is there, or another caller was first
            }
            Duration age = Duration.between(held.obtainedAt(), clock.instant());
            int rejections = age.compareTo(YOUNG) < 0 ? seen.trouble.rejections() + 1 : 1;
            if (rejections > FREE_REJECTIONS
                    && age.compareTo(failureBackoff.ceiling(rejections - FREE_REJECTIONS)) < 0) {
                return; // token after token is refused: the fault is not the token's, and a flood of requests mends
                // nothing
            }
            if (STATE.compareAndSet(this, seen, seen.withoutToken(rejections))) {
                settings.notify(TokenProviderListener::tokenRejected);
                return;
            }
        }
    }

    @Override
    public TokenProviderSnapshot snapshot() {
        long now = clock.sample();
        Instant instant = clock.instant();
        ProviderState seen = state;
        AccessToken usable = seen.usable(now);
        boolean waits = seen.flight == null && !seen.closed;
        long next = usable != null ? seen.quietUntil : seen.trouble.retryAt();
        return new TokenProviderSnapshot(
                seen.name(now),
                usable == null ? null : usable.expiresAt(),
                waits && next > now ? instant.plusNanos(next - now) : null,
                seen.trouble.failure());
    }

    @Override
    public void dispose() {
        ProviderState seen = STATE.getAndSet(this, ProviderState.CLOSED);
        if (seen.closed) {
            return;
        }
        lease.dispose();
        work.dispose();
        if (seen.flight != null) {
            seen.flight.land(new TokenProviderClosedException());
        }
        challenges.values().forEach(flight -> flight.land(new TokenProviderClosedException()));
        challenges.clear();
        settings.notify(TokenProviderListener::closed);
    }

    /** Returns the flight under way, for tests. */
    @Nullable
    Flight flightUnderWay() {
        return state.flight;
    }

    /** Returns how many acquisitions are running, late ones included, for tests. */
    int workInProgress() {
        return work.size();
    }

    @Override
    public boolean isDisposed() {
        return state.closed;
    }

    @Override
    public String toString() {
        return "TokenProvider[" + request + ", " + state.name(clock.sample()) + "]";
    }

    /**
     * The challenge that failed last.
     *
     * @param claims what was asked for
     * @param failure how it failed
     * @param failures how often in a row
     * @param retryAt until when it is not tried again
     */
    private record FailedChallenge(String claims, AuthenticationException failure, int failures, long retryAt) {}
}

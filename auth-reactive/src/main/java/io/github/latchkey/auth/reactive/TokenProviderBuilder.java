package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.FreshnessPolicy;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Builds a {@link TokenProvider}. Does no I/O. Not thread-safe. */
public final class TokenProviderBuilder {

    private final TokenSource source;
    private final TokenRequest request;
    private Duration flightTimeout = Duration.ofSeconds(30);
    private Duration firstRetryDelay = Duration.ofMillis(250);
    private Duration longestRetryDelay = Duration.ofSeconds(8);
    private Duration firstFailureBackoff = Duration.ofSeconds(1);
    private Duration longestFailureBackoff = Duration.ofMinutes(1);
    private TokenProviderListener listener = TokenProviderListener.NONE;
    private @Nullable Scheduler scheduler;
    private @Nullable Clock clock;
    private @Nullable LongSupplier nanoTime;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private Duration minimumRemainingLife = Duration.ofMinutes(1);

    TokenProviderBuilder(TokenSource source, TokenRequest request) {
        this.source = Objects.requireNonNull(source, "source");
        this.request = Objects.requireNonNull(request, "request");
    }

    /**
     * Sets how long a flight may last, attempts and the waits between them included. Afterwards its waiters get an
     * {@link io.github.latchkey.auth.AuthenticationTimeoutException}; a late answer is still kept.
     *
     * @param flightTimeout more than zero; default 30 seconds
     * @return this builder
     * @throws InvalidOptionException if it is not positive, or more than a hundred years
     */
    public TokenProviderBuilder flightTimeout(Duration flightTimeout) {
        this.flightTimeout = Options.requirePositive("flightTimeout", flightTimeout);
        return this;
    }

    /**
     * Sets the least life that a token must have left to be handed out. For tokens with a short life it is scaled: it
     * never takes more than a tenth of a token's life.
     *
     * @param minimumRemainingLife zero or more; default one minute. Raise it for requests that take longer than that to
     *     arrive
     * @return this builder
     * @throws InvalidOptionException if it is negative
     */
    public TokenProviderBuilder minimumRemainingLife(Duration minimumRemainingLife) {
        if (minimumRemainingLife.isNegative()) {
            throw new InvalidOptionException(
                    "minimumRemainingLife",
                    minimumRemainingLife,
                    "a token cannot be used after its end; give zero or more.");
        }
        this.minimumRemainingLife = minimumRemainingLife;
        return this;
    }

    /**
     * Sets the waits between the attempts of one flight: exponential with full jitter. A longer {@code Retry-After} is
     * obeyed; where it does not fit into the flight's time, the flight ends at once.
     *
     * @param first the bound of the first wait, more than zero; default 250 milliseconds
     * @param longest the bound of all waits, at least {@code first}; default 8 seconds
     * @return this builder
     * @throws InvalidOptionException if {@code first} is not positive or longer than {@code longest}, or that is more
     *     than a hundred years
     */
    public TokenProviderBuilder retryBackoff(Duration first, Duration longest) {
        requireOrdered("retryBackoff", first, longest);
        this.firstRetryDelay = first;
        this.longestRetryDelay = longest;
        return this;
    }

    /**
     * Sets how long a failure is respected, exponential with full jitter: in that time no flight starts, and
     * subscribers that find no token get the failure at once. A longer {@code Retry-After} is obeyed, up to five
     * minutes.
     *
     * @param first the bound after the first failed flight, more than zero; default one second
     * @param longest the bound of all, at least {@code first}; default one minute
     * @return this builder
     * @throws InvalidOptionException if {@code first} is not positive or longer than {@code longest}, or that is more
     *     than a hundred years
     */
    public TokenProviderBuilder failureBackoff(Duration first, Duration longest) {
        requireOrdered("failureBackoff", first, longest);
        this.firstFailureBackoff = first;
        this.longestFailureBackoff = longest;
        return this;
    }

    /**
     * Sets who is told what happens.
     *
     * @param listener the listener; default none
     * @return this builder
     */
    public TokenProviderBuilder listener(TokenProviderListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets where flights take off, time runs and waiters are signalled. It is not disposed of with the provider.
     *
     * @param scheduler the scheduler; default {@link Schedulers#parallel()}
     * @return this builder
     */
    public TokenProviderBuilder scheduler(Scheduler scheduler) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return this;
    }

    /**
     * Sets the wall clock, for tests. The provider trusts whichever of the two clocks has moved further.
     *
     * @param clock the clock; default the system's
     * @return this builder
     */
    public TokenProviderBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets the monotonic clock, for tests.
     *
     * @param nanoTime nanoseconds since any start; default {@link System#nanoTime()}
     * @return this builder
     */
    public TokenProviderBuilder nanoTime(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        return this;
    }

    /**
     * Sets where jitter comes from, for tests.
     *
     * @param random answers numbers from 0 (inclusive) to 1 (exclusive); called from any thread; default
     *     {@link ThreadLocalRandom}
     * @return this builder
     */
    public TokenProviderBuilder random(DoubleSupplier random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * Builds the provider.
     *
     * @return a provider that has done nothing yet
     */
    public TokenProvider build() {
        Scheduler timers = scheduler != null ? scheduler : Schedulers.parallel();
        FlightSettings settings = new FlightSettings(
                source, flightTimeout, new Backoff(firstRetryDelay, longestRetryDelay, random), timers, listener);
        return new CachingTokenProvider(
                request,
                settings,
                new FreshnessPolicy(minimumRemainingLife, random),
                new Backoff(firstFailureBackoff, longestFailureBackoff, random),
                coarseClock(timers));
    }

    private CoarseClock coarseClock(Scheduler timers) {
        if (clock == null && nanoTime == null) {
            return CoarseClock.system();
        }
        return new CoarseClock(
                clock != null ? clock : Clock.systemUTC(),
                nanoTime != null ? nanoTime : System::nanoTime,
                (period, tick) -> {
                    Scheduler.Worker worker = timers.createWorker();
                    worker.schedulePeriodically(tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
                    return worker;
                });
    }

    private static void requireOrdered(String option, Duration first, Duration longest) {
        Options.requirePositive(option, first);
        Options.requirePositive(option, longest);
        if (longest.compareTo(first) < 0) {
            throw new InvalidOptionException(
                    option, first + ", " + longest, "the longest delay must not be shorter than the first.");
        }
    }
}

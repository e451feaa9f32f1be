package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchClientClosedException;
import io.github.latchkey.batch.BatchLimits;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.internal.Nanos;
import io.github.latchkey.batch.internal.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The way of every call: operation, deadline, retry, ids and headers, sign, send, classify, decode. Thread-safe.
 * Nothing is sent before somebody subscribes; what can be known to be wrong is told before, when the call is put
 * together.
 */
public final class Pipeline {

    private static final ServiceVersion FORCE_SINCE = ServiceVersion.V2024_07_01;

    private final Settings settings;
    private final HeadersStep headers;
    private final Attempt attempt;
    private final InFlight inFlight = new InFlight();

    /**
     * Puts the steps together.
     *
     * @param settings what to do it with
     */
    public Pipeline(Settings settings) {
        this.settings = settings;
        this.headers = new HeadersStep(settings);
        this.attempt = new Attempt(settings);
    }

    /**
     * Calls an operation whose answer is one JSON object.
     *
     * @param call the call
     * @param type what the object becomes
     * @param <T> what the object becomes
     * @return a cold {@code Mono} of exactly one value
     */
    public <T> Mono<T> one(Call call, Class<T> type) {
        return single(call, Decoders.json(type));
    }

    /**
     * Calls an operation that changes something and answers without a body.
     *
     * @param call the call
     * @return a cold {@code Mono} of exactly one receipt
     */
    public Mono<Receipt> change(Call call) {
        return single(call, Decoders.RECEIPT);
    }

    /**
     * Calls an operation and reads its answer as a whole.
     *
     * @param call the call
     * @param decoder reads the answer; returns one element
     * @param <R> what the answer becomes
     * @return a cold {@code Mono} of exactly one value
     */
    public <R> Mono<R> single(Call call, Decoder<R> decoder) {
        return stream(call, decoder).singleOrEmpty();
    }

    /**
     * Calls an operation and reads its answer as it arrives.
     *
     * @param call the call
     * @param decoder reads the answer
     * @param <R> what the answer becomes
     * @return a cold {@code Flux}
     */
    public <R> Flux<R> stream(Call call, Decoder<R> decoder) {
        requireVersion(call);
        String uri = headers.uri(call);
        byte[] body = headers.body(call);
        return tracked(() -> {
            String id = headers.clientRequestId(call);
            return new Tries<>(settings, inFlight, attempt, call, () -> headers.prepare(call, uri, body, id), decoder)
                    .start();
        });
    }

    /**
     * Lists.
     *
     * @param call the call
     * @param options its options
     * @param type the element
     * @param <T> the element
     * @return a cold list
     * @throws InvalidOptionException if the list is to start at a link that leads to another origin
     */
    public <T> PagedFlux<T> list(Call call, ListOptions options, Class<T> type) {
        call.with(options);
        requireVersion(call);
        String start = HeadersStep.startLink(options);
        if (start != null && !settings.origin().owns(start)) {
            throw new InvalidOptionException(
                    "continueFrom",
                    null,
                    "the link does not lead to " + settings.origin() + "; use links of this account.");
        }
        Listing<T> listing = new Listing<>(settings, inFlight, attempt, headers, call, type, headers.uri(call), start);
        Flux<T> elements = new WhenRequested<>(tracked(listing::elements)); // a list that nobody reads is not under way
        return new PagedFlux<>(
                options.prefetch() == 0 ? elements : elements.publishOn(Schedulers.immediate(), options.prefetch()),
                new WhenRequested<>(tracked(listing::pages)));
    }

    /**
     * Writes a model as it would be sent.
     *
     * @param model the model
     * @return UTF-8
     * @throws InvalidOptionException if the service version cannot have something that is set, or something is missing
     */
    public byte[] encode(Object model) {
        return Json.write(model, settings.version().value());
    }

    /**
     * Returns the service version in use.
     *
     * @return the version
     */
    public ServiceVersion version() {
        return settings.version();
    }

    /**
     * Returns what runs timers.
     *
     * @return the scheduler
     */
    public Scheduler scheduler() {
        return settings.scheduler();
    }

    /**
     * Returns the wall clock.
     *
     * @return the clock
     */
    public Clock clock() {
        return settings.clock();
    }

    /**
     * Returns a share of a wait, between none and all of it.
     *
     * @param longest the longest wait
     * @return the wait
     */
    public Duration jittered(Duration longest) {
        return Duration.ofNanos(
                (long) (Nanos.of(longest) * settings.retry().jitter().getAsDouble()));
    }

    /**
     * Refuses new calls and waits for those under way.
     *
     * @return a {@code Mono} that completes when the last one has ended
     */
    public Mono<Void> close() {
        return inFlight.close();
    }

    /** Ends the calls under way, each with an error; what is to come, too. */
    public void breakOff() {
        inFlight.breakOff();
    }

    private <R> Flux<R> tracked(Supplier<Flux<R>> source) {
        return Flux.defer(() -> {
            if (!inFlight.enter()) {
                return Flux.error(
                        new BatchClientClosedException("The BatchClient was closed; make a new one.", null, false));
            }
            return Flux.defer(source).doFinally(signal -> inFlight.leave());
        });
    }

    private void requireVersion(Call call) {
        Operation operation = call.operation();
        ServiceVersion version = settings.version();
        if (operation == Operation.ACCOUNT_LIST_POOL_NODE_COUNTS
                && call.options() instanceof ListOptions list
                && list.maxResults().orElse(0) > BatchLimits.NODE_COUNTS_PER_PAGE
                && version.compareTo(ServiceVersion.V2025_06_01) < 0) {
            throw new InvalidOptionException(
                    "maxResults",
                    list.maxResults().getAsInt(),
                    "before service version " + ServiceVersion.V2025_06_01.value()
                            + " node counts come in pages of up to " + BatchLimits.NODE_COUNTS_PER_PAGE + ".");
        }
        ServiceVersion since = operation.since();
        ServiceVersion until = operation.until();
        if (call.options() instanceof RequestOptions given && given.force() && version.compareTo(FORCE_SINCE) < 0) {
            throw new InvalidOptionException(
                    "force",
                    true,
                    "it came with service version " + FORCE_SINCE.value() + "; choose it or a later one.");
        }
        if (since != null && version.compareTo(since) < 0) {
            throw new InvalidOptionException(
                    "serviceVersion",
                    version.value(),
                    operation.id() + " came with " + since.value() + "; choose it or a later one.");
        }
        if (until != null && version.compareTo(until) >= 0) {
            throw new InvalidOptionException(
                    "serviceVersion",
                    version.value(),
                    operation.id() + " was dropped in " + until.value() + "; choose an earlier one or do without it.");
        }
    }

    static long now(Scheduler scheduler) {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }
}

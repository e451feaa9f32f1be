package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchServiceException;
import io.github.latchkey.batch.Conditions;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The steps "deadline" and "retry" of one call. A call is <i>fresh</i> until a try may have reached the service without
 * our seeing the answer; then it is <i>unclear</i>, and stays so. Which operations may be repeated in which state, and
 * what an answer means after an unclear try, is told by {@link Repeat}.
 *
 * <p>For one subscription; signals come one after the other, so the fields need no guard.
 *
 * @param <R> the result
 */
final class Tries<R> {

    private final Settings settings;
    private final InFlight inFlight;
    private final Attempt attempt;
    private final Call call;
    private final Supplier<Prepared> request;
    private final Decoder<R> decoder;
    private final int maxAttempts;
    private final long deadline;

    private int number;
    private boolean unclear;
    private boolean delivered;

    Tries(
            Settings settings,
            InFlight inFlight,
            Attempt attempt,
            Call call,
            Supplier<Prepared> request,
            Decoder<R> decoder) {
        this.settings = settings;
        this.inFlight = inFlight;
        this.attempt = attempt;
        this.call = call;
        this.request = request;
        this.decoder = decoder;
        this.maxAttempts = call.options().maxAttempts().orElse(settings.retry().maxAttempts());
        Duration timeout = call.options().timeout().orElse(settings.timeout());
        this.deadline = Pipeline.now(settings.scheduler()) + Nanos.of(timeout);
    }

    /**
     * Begins with the first try. Whatever it waits for, an answer, a token, its next try: a client that breaks off ends
     * it.
     */
    Flux<R> start() {
        return inFlight.untilBrokenOff(run());
    }

    private Flux<R> run() {
        number++;
        Duration patience = settings.patience(
                call.operation(), call.options().serverTimeout().orElse(null));
        return attempt.run(request.get(), number, new Attempt.Time(Nanos.of(patience), deadline), decoder)
                .doOnNext(element -> delivered = true)
                .onErrorResume(BatchException.class, this::failed);
    }

    private Flux<R> failed(BatchException failure) {
        if (delivered) {
            return Flux.error(failure);
        }
        if (unclear && failure instanceof BatchServiceException said) {
            R done = call.operation().repeat().isDone(said.code().orElse(null)) ? decoder.alreadyDone(said) : null;
            if (done != null) {
                return Flux.just(done);
            }
        }
        boolean acted = failure.mayHaveActed();
        unclear |= acted;
        if (!failure.isTransient() || number >= maxAttempts || (acted && !repeatable())) {
            return Flux.error(failure);
        }
        Duration wait = waitAfter(failure);
        if (deadline - Pipeline.now(settings.scheduler()) <= Nanos.of(wait)) {
            return Flux.error(failure); // the time that is left would pass with waiting
        }
        return Mono.delay(wait, settings.scheduler()).thenMany(Flux.defer(this::run));
    }

    private boolean repeatable() {
        return switch (call.operation().repeat()) {
            case READ -> true;
            case ONCE -> false;
            // The first try may have changed the very version that the condition names.
            case WRITE, CREATE, DELETE, END, SWITCH -> call.conditions().kind() == Conditions.Kind.NONE;
        };
    }

    private Duration waitAfter(BatchException failure) {
        @Nullable
        Duration asked = failure instanceof BatchServiceException said
                ? said.retryAfter().orElse(null)
                : null;
        Duration backoff = settings.retry().backoff(number);
        return asked == null || asked.compareTo(backoff) < 0 ? backoff : asked;
    }
}

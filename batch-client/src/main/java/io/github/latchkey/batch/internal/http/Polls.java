package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchTimeoutException;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks again and again until the answer is the one that was waited for, or the time is over. */
public final class Polls {

    private Polls() {}

    /**
     * Polls. A question is asked when an answer is requested, the first one at once and each further one after a wait
     * that grows. A question that fails for a reason that may pass is asked again as if it had been answered, for as
     * long as {@link Polling#outage()} says.
     *
     * @param pipeline gives the time
     * @param polling how often and how long
     * @param what names in the error what was waited for
     * @param question asks once
     * @param done tells whether an answer is the last one
     * @param <P> the answer
     * @return every answer, the last one included; a cold {@code Flux}
     */
    public static <P> Flux<P> until(
            Pipeline pipeline, Polling polling, String what, Mono<P> question, Predicate<? super P> done) {
        Flux<P> answers = Flux.defer(() -> {
            Outage outage = new Outage(polling.outage(), pipeline.scheduler());
            return new WhenRequested<>(question.doOnNext(answer -> outage.ended())
                            .onErrorResume(failure -> outage.survives(failure) ? Mono.empty() : Mono.error(failure))
                            .flux())
                    .repeatWhen(asked -> asked.index()
                            .concatMap(n -> Nanos.after(polling.interval(n.getT1() + 1), pipeline.scheduler())))
                    .takeUntil(done);
        });
        return within(pipeline, polling, what, answers);
    }

    /**
     * Limits a wait to its time.
     *
     * @param pipeline gives the time
     * @param polling how long the wait may take
     * @param what names in the error what was waited for
     * @param wait the wait; cancelled when its time is over
     * @param <P> what it emits
     * @return the wait, with {@link BatchTimeoutException} when its time is over
     */
    public static <P> Flux<P> within(Pipeline pipeline, Polling polling, String what, Flux<P> wait) {
        Duration limit = polling.timeout().orElse(null);
        if (limit == null) {
            return wait;
        }
        return Flux.defer(() -> {
            AtomicBoolean over = new AtomicBoolean();
            // An error of the other publisher would not cancel the wait, a value does.
            return wait.takeUntilOther(Nanos.after(limit, pipeline.scheduler()).doOnNext(time -> over.set(true)))
                    .concatWith(Mono.defer(() -> over.get()
                            ? Mono.error(new BatchTimeoutException(
                                    what + " did not come within " + limit + ".", null, false))
                            : Mono.empty()));
        });
    }
}

package io.github.latchkey.batch.internal.http;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The Reactive Streams TCK for the operators that are written by hand: the time-outs and what can be broken off on a
 * source with a thread of its own, the one that waits for a request on a source that signals within it.
 */
class OperatorsTckTest {

    private static final long NANOS = Duration.ofMinutes(5).toNanos();

    @TestFactory
    Stream<DynamicTest> headTimeout() {
        return rules(
                source -> Flux.defer(() -> new HeadTimeout<>(
                        source, new HeadTimeout.Watch(Schedulers.parallel(), NANOS, IllegalStateException::new))),
                true);
    }

    @TestFactory
    Stream<DynamicTest> stallTimeout() {
        return rules(
                source -> new StallTimeout<>(
                        source, Schedulers.parallel(), NANOS, StallTimeout.NEVER, IllegalStateException::new),
                true);
    }

    @TestFactory
    Stream<DynamicTest> whenRequested() {
        return rules(WhenRequested::new, false); // its errors, too, come when something is requested
    }

    @TestFactory
    Stream<DynamicTest> untilBrokenOff() {
        return rules(source -> new InFlight().untilBrokenOff(source), true);
    }

    private static Stream<DynamicTest> rules(UnaryOperator<Flux<Integer>> operator, boolean ofItsOwnTime) {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getName(),
                        // Rule 3.9 is checked by waiting all the time that it has.
                        () -> check(
                                rule,
                                new Verification(
                                        operator, ofItsOwnTime, rule.getName().contains("309") ? 300 : 5000))));
    }

    private static void check(Method rule, Verification verification) throws Throwable {
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                throw new TestAbortedException(skipped.getMessage());
            }
            throw e.getCause();
        }
    }

    private static final class Verification extends PublisherVerification<Integer> {

        private final UnaryOperator<Flux<Integer>> operator;
        private final boolean ofItsOwnTime;

        Verification(UnaryOperator<Flux<Integer>> operator, boolean ofItsOwnTime, long patience) {
            super(new TestEnvironment(patience, 20));
            this.operator = operator;
            this.ofItsOwnTime = ofItsOwnTime;
        }

        @Override
        public Publisher<Integer> createPublisher(long elements) {
            Flux<Integer> numbers = Flux.range(0, (int) Math.min(elements, Integer.MAX_VALUE));
            return operator.apply(ofItsOwnTime ? numbers.publishOn(Schedulers.parallel()) : numbers);
        }

        @Override
        public @Nullable Publisher<Integer> createFailedPublisher() {
            return ofItsOwnTime ? operator.apply(Flux.error(new IllegalStateException("failed"))) : null;
        }
    }
}

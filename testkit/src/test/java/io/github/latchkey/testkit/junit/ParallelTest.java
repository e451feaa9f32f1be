package io.github.latchkey.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.latchkey.testkit.AzureCalls;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.state.BatchSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Two hundred tests at the same time, each with fakes of its own. */
class ParallelTest {

    private static final int TESTS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Enough to make what all fakes of this JVM share. */
    private static final int WARM_UP = 20;

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @WithFakeAzure
    static class Many {

        static final CyclicBarrier ALL_ARE_RUNNING = new CyclicBarrier(TESTS);

        @RepeatedTest(TESTS)
        void oneOfMany(RepetitionInfo repetition, FakeAzure azure) throws Exception {
            seesItsOwnRequestsAndItsOwnJobOnly(ALL_ARE_RUNNING, repetition.getCurrentRepetition(), azure);
        }
    }

    @WithFakeAzure
    static class Few {

        static final CyclicBarrier ALL_ARE_RUNNING = new CyclicBarrier(WARM_UP);

        @RepeatedTest(WARM_UP)
        void oneOfFew(RepetitionInfo repetition, FakeAzure azure) throws Exception {
            seesItsOwnRequestsAndItsOwnJobOnly(ALL_ARE_RUNNING, repetition.getCurrentRepetition(), azure);
        }
    }

    private static void seesItsOwnRequestsAndItsOwnJobOnly(CyclicBarrier allAreRunning, int number, FakeAzure azure)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        assertThat(PORTS.add(azure.entra().authorityHost().getPort())).isTrue();
        assertThat(PORTS.add(azure.batch().url().getPort())).isTrue();
        allAreRunning.await(LIMIT.toSeconds(), TimeUnit.SECONDS);

        AzureCalls program = new AzureCalls(azure.httpClient(), azure.credentials());
        String body = "{\"id\":\"job-" + number + "\",\"poolInfo\":{\"poolId\":\"p\"}}";
        assertThat(program.call(azure.batch(), program.token(), "POST", "/jobs", body)
                        .status())
                .isEqualTo(201);

        azure.tokenRequests().hasCount(1);
        azure.batchRequests().operation("Job_Add").hasCount(1);
        azure.journal().select().hasCount(2);
        assertThat(azure.batch().snapshot().jobs())
                .extracting(BatchSnapshot.JobView::id)
                .containsExactly("job-" + number);
    }

    private static void runAtTheSameTime(Class<?> tests, int count) {
        PORTS.clear();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameters(Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(count)))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(count).failed(0));
    }

    @Test
    void twoHundredTests_atTheSameTime_doNotMindEachOtherAndLeaveNothing() {
        runAtTheSameTime(Few.class, WARM_UP);
        long socketsBefore = openSockets();
        Map<String, Long> threadsBefore = threads();

        runAtTheSameTime(Many.class, TESTS);

        assertThat(becomes(() -> openSockets() <= socketsBefore))
                .as("sockets: %d before, %d after", socketsBefore, openSockets())
                .isTrue();
        assertThat(becomes(() -> moreThan(threadsBefore).isEmpty()))
                .as("more threads: %s", moreThan(threadsBefore))
                .isTrue();
    }

    /** Waits for what ends a moment after the tests: sockets that are being closed, threads that have nothing to do. */
    private static boolean becomes(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return condition.getAsBoolean();
    }

    /** Counts open sockets where the system tells; elsewhere there are none, and nothing is asserted. */
    private static long openSockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(ParallelTest::isSocket).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Counts the live threads by name, without the numbers in it. */
    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("\\d+", "#"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> moreThan(Map<String, Long> before) {
        Map<String, Long> more = threads();
        before.forEach((name, count) -> more.computeIfPresent(name, (same, now) -> now <= count ? null : now - count));
        return more;
    }
}

package io.github.latchkey.batch.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class BulkCutterTest {

    private static final Duration LINGER = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Sinks.Many<BulkEntry> source = Sinks.many().unicast().onBackpressureBuffer();
    private final BulkCutter cutter = new BulkCutter(() -> 3, 1000);

    @Test
    void parts_publisherThatIsSilentForADay_holdNoTicks() {
        List<Integer> sizes = new ArrayList<>();
        Disposable running = cutter.parts(source.asFlux(), LINGER, time).subscribe(part -> sizes.add(part.size()));

        time.advanceTimeBy(Duration.ofDays(1));
        source.tryEmitNext(entry("a")).orThrow();
        time.advanceTimeBy(LINGER);
        running.dispose();

        assertThat(sizes).isNotEmpty().allMatch(size -> size <= 3);
    }

    @Test
    void cut_afterALongSilence_keepsTheLingerAndGivesNoEmptyChunk() {
        List<List<String>> chunks = new ArrayList<>();
        Disposable running = cutter.cut(source.asFlux(), LINGER, time)
                .concatMap(chunk -> Flux.just(chunk), 0)
                .subscribe(chunk ->
                        chunks.add(chunk.stream().map(BulkEntry::taskId).toList()));

        time.advanceTimeBy(Duration.ofDays(1));
        source.tryEmitNext(entry("a")).orThrow();
        time.advanceTimeBy(LINGER.dividedBy(2));
        source.tryEmitNext(entry("b")).orThrow();
        assertThat(chunks).isEmpty();
        time.advanceTimeBy(LINGER.dividedBy(2));
        assertThat(chunks).containsExactly(List.of("a", "b"));

        List.of("c", "d", "e", "f").forEach(id -> source.tryEmitNext(entry(id)).orThrow());
        assertThat(chunks).hasSize(2).last().isEqualTo(List.of("c", "d", "e"));
        source.tryEmitComplete().orThrow();
        assertThat(chunks).hasSize(3).last().isEqualTo(List.of("f"));
        running.dispose();
    }

    private static BulkEntry entry(String id) {
        return new BulkEntry(new BulkTally(), id, "{}".getBytes(StandardCharsets.US_ASCII));
    }
}

package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Cuts entries into chunks: by number, by bytes, so that no id is in a chunk twice, and so that no entry waits too long
 * for others to come. For one subscription; signals come one after the other.
 */
final class BulkCutter {

    private final IntSupplier mostTasks;
    private final int mostBytes;
    private final Set<String> keys = new HashSet<>();
    private int bytes = BulkBody.FRAME;
    private boolean aged; // the chunk was there at the last tick

    BulkCutter(IntSupplier mostTasks, int mostBytes) {
        this.mostTasks = mostTasks;
        this.mostBytes = mostBytes;
    }

    /**
     * Cuts.
     *
     * @param entries the entries
     * @param linger the longest time that an entry waits for others
     * @param scheduler tells the time
     * @return chunks of at least one entry
     */
    Flux<List<BulkEntry>> cut(Flux<BulkEntry> entries, Duration linger, Scheduler scheduler) {
        return parts(entries, linger, scheduler).map(BulkCutter::entries).filter(chunk -> !chunk.isEmpty());
    }

    /** Chunks with the signs between their entries, and chunks of signs alone. */
    Flux<List<Item>> parts(Flux<BulkEntry> entries, Duration linger, Scheduler scheduler) {
        Duration tick = Duration.ofNanos(Math.max(Nanos.of(linger) / 2, 1));
        Flux<Item> ticks = Flux.interval(tick, scheduler).onBackpressureDrop().map(n -> Item.TICK);
        Flux<Item> items = Flux.merge(1, entries.map(Item::new).concatWithValues(Item.END), ticks)
                .takeWhile(item -> item != Item.END);
        return items.bufferUntil(this::startsNext, true);
    }

    private boolean startsNext(Item item) {
        return item.entry == null ? isDue() : isFull(item.entry);
    }

    /**
     * Two ticks are the linger: what was there at the one before has waited at least half of it, and not all of it.
     * While there are no entries each tick begins anew, or the ticks of a silent publisher would pile up.
     */
    private boolean isDue() {
        boolean due = aged || keys.isEmpty();
        aged = !due && !keys.isEmpty();
        if (due) {
            clear();
        }
        return due;
    }

    private boolean isFull(BulkEntry entry) {
        int more = entry.json().length + 1;
        boolean full = !keys.isEmpty()
                && (keys.size() >= mostTasks.getAsInt() || bytes + more > mostBytes || keys.contains(entry.key()));
        if (full) {
            clear();
        }
        keys.add(entry.key());
        bytes += more;
        return full;
    }

    private void clear() {
        keys.clear();
        bytes = BulkBody.FRAME;
        aged = false;
    }

    private static List<BulkEntry> entries(List<Item> items) {
        List<BulkEntry> entries = new ArrayList<>(items.size());
        for (Item item : items) {
            if (item.entry != null) {
                entries.add(item.entry);
            }
        }
        return entries;
    }

    /** An entry, or a sign between entries. */
    static final class Item {

        static final Item TICK = new Item(null);
        static final Item END = new Item(null);

        private final @Nullable BulkEntry entry;

        Item(@Nullable BulkEntry entry) {
            this.entry = entry;
        }
    }
}

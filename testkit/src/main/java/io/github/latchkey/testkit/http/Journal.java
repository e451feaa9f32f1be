package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.http.RecordedRequest.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Remembers the latest requests of one or several servers, with their secrets masked. Bounded: of each request the
 * beginning of the body, of all requests the latest.
 *
 * <p>Several servers may write one journal, so that it shows who was asked what in which order; {@link #of} is the part
 * of one of them. Safe for use by many threads. Writing takes no lock, because event loops do it.
 */
public final class Journal {

    private static final Logger LOG = Loggers.getLogger(Journal.class);

    private final Store store;

    /** Whose part of the journal this is; empty for the whole. */
    private final String server;

    /**
     * Makes an empty journal.
     *
     * @param capacity how many requests it keeps; the oldest make room for new ones
     * @param bodyLimit how many bytes of each body it keeps
     */
    public Journal(int capacity, int bodyLimit) {
        this(new Store(capacity, bodyLimit), "");
        if (capacity < 0 || bodyLimit < 0) {
            throw new IllegalArgumentException(
                    "a journal's bounds are not negative: capacity " + capacity + ", body limit " + bodyLimit);
        }
    }

    private Journal(Store store, String server) {
        this.store = store;
        this.server = server;
    }

    /**
     * Makes an empty journal that keeps 1000 requests and 4096 bytes of each body.
     *
     * @return a new journal
     */
    public static Journal standard() {
        return new Journal(1000, 4096);
    }

    /**
     * Returns the part of this journal that one server writes.
     *
     * @param name the server's name, as in {@link RecordedRequest#server()}
     * @return a live view; clearing it leaves the other servers' requests alone
     */
    public Journal of(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a server is empty; RecordedRequest.server() tells names");
        }
        return new Journal(store, name);
    }

    /**
     * Returns the requests that are remembered.
     *
     * @return a copy, oldest first
     */
    public List<RecordedRequest> requests() {
        return requests(request -> true);
    }

    /**
     * Returns some of the requests that are remembered.
     *
     * @param wanted which
     * @return a copy, oldest first
     */
    public List<RecordedRequest> requests(Predicate<RecordedRequest> wanted) {
        return store.slots.stream()
                .filter(store::isCurrent)
                .map(slot -> slot.request.get())
                .filter(this::isMine)
                .filter(wanted)
                .toList();
    }

    /**
     * Counts all requests since the start or the last {@link #clear()}, also those that are no longer remembered.
     *
     * @return zero or more
     */
    public long total() {
        return count(era -> era.total);
    }

    /**
     * Counts the requests that came since the start or the last {@link #clear()} and are no longer remembered.
     *
     * @return zero as long as the capacity is enough
     */
    public long forgotten() {
        return count(era -> era.forgotten);
    }

    /**
     * Counts how often the journal or a part of it has been cleared, for those who keep a copy: what they know may be
     * gone.
     *
     * @return zero or more
     */
    public long clearings() {
        return store.clearings.get();
    }

    /**
     * Starts narrowing down to certain requests, to count, await or assert them.
     *
     * @return a live view of all requests in this journal
     */
    public RecordedRequests select() {
        return new RecordedRequests(this);
    }

    /**
     * Waits until enough requests are remembered. A request is remembered when it has arrived, before it is answered.
     *
     * @param count how many
     * @param wanted which
     * @param limit how long to wait at most, in real time
     * @return whether they came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     * @see RecordedRequests#awaitCount
     */
    public boolean await(int count, Predicate<RecordedRequest> wanted, Duration limit) throws InterruptedException {
        return store.bell.await(() -> requests(wanted).size() >= count, limit);
    }

    /**
     * Tells of each request when it has arrived, again when it meets a fault, and again when its outcome is known.
     *
     * @param listener called on the threads that serve requests, so it must not block; as the part of one server it
     *     hears of requests to that server only. What it throws is logged
     * @return disposing of it ends the telling
     */
    public Disposable listen(Consumer<RecordedRequest> listener) {
        Consumer<RecordedRequest> mine = request -> {
            if (isMine(request)) {
                listener.accept(request);
            }
        };
        store.listeners.add(mine);
        return () -> store.listeners.remove(mine);
    }

    /** Forgets everything; as the part of one server, everything of that server. */
    public void clear() {
        store.clear(server);
    }

    /** Tells which operations there are; to be called on the part of their server. */
    void has(Set<String> operations) {
        store.operations.put(server, operations);
    }

    /** Refuses an operation that no server has; all are taken where no server tells which it has. */
    void requireOperation(String id) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        store.operations.forEach((name, operations) -> {
            if (server.isEmpty() || server.equals(name)) {
                known.addAll(operations);
            }
        });
        if (!id.isEmpty() && !known.isEmpty() && !known.contains(id)) {
            throw new IllegalArgumentException("operation: there is no '" + id + "'; there are " + known);
        }
    }

    /** Writes a request down; to be called on the part of its server. */
    Slot add(ServerRequest request, String operation) {
        return store.add(RecordedRequest.of(server, operation, request, store.bodyLimit));
    }

    private long count(Function<Era, AtomicLong> which) {
        return server.isEmpty()
                ? store.eras.values().stream()
                        .mapToLong(era -> which.apply(era).get())
                        .sum()
                : which.apply(store.era(server)).get();
    }

    private boolean isMine(RecordedRequest request) {
        return server.isEmpty() || server.equals(request.server());
    }

    @Override
    public String toString() {
        return "Journal[" + (server.isEmpty() ? "" : server + ": ") + total() + " requests]";
    }

    /** What all parts of one journal share. */
    private static final class Store {

        final int capacity;
        final int bodyLimit;
        final Queue<Slot> slots = new ConcurrentLinkedQueue<>();
        final AtomicInteger size = new AtomicInteger();
        final AtomicLong clearings = new AtomicLong();
        final Map<String, Era> eras = new ConcurrentHashMap<>();
        final Map<String, Set<String>> operations = new ConcurrentHashMap<>();
        final Bell bell = new Bell();
        final List<Consumer<RecordedRequest>> listeners = new CopyOnWriteArrayList<>();

        Store(int capacity, int bodyLimit) {
            this.capacity = capacity;
            this.bodyLimit = bodyLimit;
        }

        Era era(String server) {
            Era known = eras.get(server);
            return known != null ? known : eras.computeIfAbsent(server, Era::new);
        }

        boolean isCurrent(Slot slot) {
            return eras.get(slot.era.server) == slot.era;
        }

        Slot add(RecordedRequest request) {
            Slot slot = new Slot(this, era(request.server()), request);
            slot.era.total.incrementAndGet();
            slots.add(slot);
            if (size.incrementAndGet() > capacity) {
                Slot oldest = slots.poll();
                if (oldest != null && leave(oldest)) {
                    oldest.era.forgotten.incrementAndGet();
                }
            }
            changed(request);
            return slot;
        }

        /** Counts a slot out; true for one caller only, since it may be evicted while it is cleared away. */
        boolean leave(Slot slot) {
            boolean first = slot.gone.compareAndSet(false, true);
            if (first) {
                size.decrementAndGet();
            }
            return first;
        }

        void changed(RecordedRequest request) {
            bell.ring();
            listeners.forEach(listener -> tell(listener, request));
        }

        /** A listener that fails harms nobody but itself. */
        private static void tell(Consumer<RecordedRequest> listener, RecordedRequest request) {
            try {
                listener.accept(request);
            } catch (RuntimeException | AssertionError failure) {
                LOG.error("a listener of the journal failed on " + request, failure);
            }
        }

        void clear(String server) {
            if (server.isEmpty()) {
                eras.replaceAll((name, past) -> new Era(name));
            } else {
                eras.put(server, new Era(server));
            }
            slots.removeIf(slot -> !isCurrent(slot) && leave(slot));
            clearings.incrementAndGet();
        }
    }

    /**
     * The time of one server between two clearings. A request belongs to that in which it arrived, and goes with it.
     */
    private static final class Era {

        final String server;
        final AtomicLong total = new AtomicLong();
        final AtomicLong forgotten = new AtomicLong();

        Era(String server) {
            this.server = server;
        }
    }

    /** The place of one request, where its outcome is written when it is known. */
    static final class Slot {

        private final Store store;
        private final Era era;
        private final AtomicBoolean gone = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicReference<RecordedRequest> request;

        private Slot(Store store, Era era, RecordedRequest request) {
            this.store = store;
            this.era = era;
            this.request = new AtomicReference<>(request);
        }

        /** Writes down the fault that it meets. */
        void meets(String fault) {
            change(outcome -> new Outcome(outcome.status(), fault, outcome.note()));
        }

        /** Writes down what became of it; the first word is the last, for the client may go when the answer comes. */
        void outcome(int status, String note) {
            if (ended.compareAndSet(false, true)) {
                change(outcome -> new Outcome(status, outcome.fault(), note));
            }
        }

        private void change(UnaryOperator<Outcome> change) {
            store.changed(request.updateAndGet(before -> before.with(change.apply(before.outcome()))));
        }
    }
}

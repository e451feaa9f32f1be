package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.http.RecordedRequest.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Remembers the latest requests of a server, with their secrets masked. Bounded: of each request the beginning of the body,
 * of all requests the latest. Safe for use by many threads.
 */
public final class Journal {

    private final int capacity;
    private final int bodyLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private long total;

    /**
     * Makes an empty journal.
     *
     * @param capacity how many requests it keeps; the oldest make room for new ones
     * @param bodyLimit how many bytes of each body it keeps
     */
    public Journal(int capacity, int bodyLimit) {
        if (capacity < 0 || bodyLimit < 0) {
            throw new IllegalArgumentException(
                    "a journal's bounds are not negative: capacity " + capacity + ", body limit " + bodyLimit);
        }
        this.capacity = capacity;
        this.bodyLimit = bodyLimit;
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
     * Returns the requests that are remembered.
     *
     * @return a copy, oldest first
     */
    public List<RecordedRequest> requests() {
        lock.lock();
        try {
            return slots.stream().map(slot -> slot.request).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns some of the requests that are remembered.
     *
     * @param wanted which
     * @return a copy, oldest first
     */
    public List<RecordedRequest> requests(Predicate<RecordedRequest> wanted) {
        return requests().stream().filter(wanted).toList();
    }

    /**
     * Counts all requests since the start or the last {@link #clear()}, also those that are no longer remembered.
     *
     * @return zero or more
     */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until enough requests are remembered. A request is remembered when it has arrived, before it is answered.
     *
     * @param count how many
     * @param wanted which
     * @param limit how long to wait at most
     * @return whether they came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean await(int count, Predicate<RecordedRequest> wanted, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (requests(wanted).size() < count) {
                if (left <= 0) {
                    return false;
                }
                left = change.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything. */
    public void clear() {
        lock.lock();
        try {
            slots.clear();
            total = 0;
        } finally {
            lock.unlock();
        }
    }

    Slot add(ServerRequest request) {
        Slot slot = new Slot(RecordedRequest.of(request, bodyLimit));
        lock.lock();
        try {
            total++;
            slots.add(slot);
            if (slots.size() > capacity) {
                slots.remove();
            }
            change.signalAll();
        } finally {
            lock.unlock();
        }
        return slot;
    }

    @Override
    public String toString() {
        return "Journal[" + total() + " requests]";
    }

    /** The place of one request, where its outcome is written when it is known. */
    final class Slot {

        private RecordedRequest request;

        private Slot(RecordedRequest request) {
            this.request = request;
        }

        void outcome(int status, String fault) {
            lock.lock();
            try {
                request = request.with(new Outcome(status, fault));
                change.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
